//! From a folder to a workspace: walk and read; linking follows.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::bad::Bad;
use super::batch::{Together, read_all};
use super::setup::{Setup, Unusable};
use super::{Texts, Workspace, index, lines, links};
use crate::baseline::Baseline;
use crate::config::{Files, Settings};
use crate::error::Error;
use crate::finding::Draft;
use crate::framework::Catalogs;
use crate::kind::read::{Output, Scope};
use crate::kind::{Info, Kinds, form};
use crate::memory;
use crate::rule::Rules;
use crate::rule::getter::Form;
use crate::rule::plan::Plans;
use crate::source::{
    Ahead, Content, Found, Listing, MANIFEST, Probe, Root, Source, Tree, display, walk_ahead,
};
use crate::timing::{Stage, Timings, timed};
use crate::waiver;

/// What a call says beyond `complint.toml`.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Only these rules and groups run, where there are any.
    pub select: Vec<String>,
    /// These rules and groups do not run.
    pub ignore: Vec<String>,
    /// Waivers are left aside.
    pub no_waivers: bool,
    /// Findings are left without a fingerprint, because nobody is told.
    pub no_fingerprints: bool,
    /// Texts that are read instead of what stands on disk, by path from the root: what an editor
    /// holds, or what a fix would make. They need not be on disk.
    pub instead: BTreeMap<String, String>,
    /// Where to note how long each stage takes; nothing is measured where there is none.
    pub timings: Option<Arc<Timings>>,
    /// The baseline instead of the one that `complint.toml` names.
    pub baseline: Option<PathBuf>,
}

impl Workspace {
    /// Reads a programme.
    ///
    /// # Errors
    ///
    /// [`Error::Unreadable`] where the configuration or a file cannot be read from disk,
    /// [`Error::NothingToLint`] where no file could hold a record, [`Error::Usage`] where the call
    /// names a rule that does not exist.
    pub fn open(root: &Root, options: &Options) -> Result<Self, Error> {
        let _lasting = memory::lasting();
        let path = display(&root.folder, &root.manifest);
        let bytes = match options.instead.get(&path) {
            Some(text) => Content::Text(text.clone().into()),
            None => crate::source::read(&root.manifest)
                .map_err(|error| Error::unreadable(&root.manifest, &error))?,
        };
        let manifest = Source::from_bytes(path, bytes);
        let files = Files::read(manifest.root());
        let timings = options.timings.as_deref();
        let tree = Tree::Disk(root.folder.clone(), options.instead.clone());
        let (prepared, ahead) = walk_ahead(&root.folder, files, timings, |mut listing, files| {
            listing.add(options.instead.keys().filter(|path| files.wants(path)));
            listing.files.retain(|file| file.path != manifest.path);
            Prepared::new(&tree, manifest, files, listing, options)
        });
        let mut workspace = prepared?.read(&tree, ahead, options);
        workspace.root.clone_from(&root.folder);
        if workspace.record_files.is_empty() {
            return Err(Error::NothingToLint {
                what: format!(
                    "no file below {} matches {}",
                    root.folder.display(),
                    crate::words::join_or(&workspace.settings.files.patterns)
                ),
            });
        }
        Ok(workspace)
    }

    /// Reads a programme that is held in memory: paths from the root, and bytes.
    ///
    /// # Errors
    ///
    /// As [`Workspace::open`].
    pub fn from_files(files: Vec<(String, Vec<u8>)>, options: &Options) -> Result<Self, Error> {
        let held: BTreeMap<String, Vec<u8>> = files.into_iter().collect();
        let bytes = held.get(MANIFEST).cloned().unwrap_or_default();
        let manifest = Source::from_bytes(MANIFEST.to_owned(), bytes);
        let files = Files::read(manifest.root());
        let listing = Listing {
            files: held
                .keys()
                .filter(|path| *path != MANIFEST && files.wants(path))
                .map(|path| Found::new(path.clone()))
                .collect(),
            ..Listing::default()
        };
        let tree = Tree::Memory(held);
        let prepared = Prepared::new(&tree, manifest, files, listing, options)?;
        Ok(prepared.read(&tree, Ahead::default(), options))
    }
}

/// What is known before the first record is read.
struct Prepared {
    settings: Settings,
    kinds: Kinds,
    form: Form,
    catalogs: Catalogs,
    rules: Rules,
    baseline: Option<Baseline>,
    plans: Plans,
    of_manifest: Output,
    /// `complint.toml` and the programme's own files, with what was found in them.
    sources: Vec<Source>,
    drafts: Vec<Draft>,
    comments: Vec<waiver::Comment>,
    unusable: Unusable,
    /// What is left to read.
    listing: Listing,
}

impl Prepared {
    fn new(
        tree: &Tree,
        manifest: Source,
        files: Files,
        mut listing: Listing,
        options: &Options,
    ) -> Result<Self, Error> {
        let mut setup = Setup::new(tree, manifest);
        let form = Form::from(form_info("complint"));
        let mut settings = Settings {
            files,
            no_waivers: options.no_waivers,
            no_fingerprints: options.no_fingerprints,
            ..Settings::default()
        };
        let kinds = setup.kinds(&settings.files, &listing)?;
        let rules = setup.rules(&settings.files, &listing)?;
        let mut catalogs = setup.catalogs(&kinds, &rules)?;
        setup.read_settings(&mut settings, &mut catalogs, &kinds, &rules, options)?;
        let baseline = setup.baseline(&settings.files, options, &kinds, &catalogs)?;
        let of_manifest = setup.manifest(&form.info, &kinds, &catalogs);
        setup.patterns(&listing);
        let plans = setup.plans(&rules, &kinds, &form, &settings, &catalogs);
        let Setup { sources, drafts, comments, unusable, .. } = setup;
        let own: Vec<&String> = sources.iter().skip(1).map(|source| &source.path).collect();
        listing.files.retain(|file| !own.contains(&&file.path));
        Ok(Self {
            settings,
            kinds,
            form,
            catalogs,
            rules,
            baseline,
            plans,
            of_manifest,
            sources,
            drafts,
            comments,
            unusable,
            listing,
        })
    }

    fn read(self, tree: &Tree, ahead: Ahead, options: &Options) -> Workspace {
        let Self { settings, kinds, form, catalogs, rules, baseline, plans, unusable, .. } = self;
        let Listing { mut files, skipped, nested, texts, unreadable } = self.listing;
        ahead.give(&mut files);
        let first = self.sources.len();
        let scope = Scope { kinds: &kinds, catalogs: &catalogs };
        let timings = options.timings.as_deref();
        let Self { sources, drafts, comments, .. } = self;
        let mut together = Together::begin(sources, drafts, comments);
        read_all(tree, files, scope, timings, &mut together);
        timed(timings, Stage::Link, || {
            together.add_manifest(self.of_manifest, &form.info);
        });
        let Together {
            sources,
            records,
            glances,
            links,
            mentions,
            names,
            link_names,
            bad,
            unread,
            drafts,
            comments,
            incomplete,
        } = together;
        let record_files = first..sources.len();
        let mut workspace = Workspace {
            root: PathBuf::new(),
            settings,
            sources,
            kinds,
            form,
            catalogs,
            rules,
            texts: Texts::default(),
            records,
            glances,
            bad: Bad::new(bad, unread),
            links: links::Links::default(),
            ids: index::Ids::default(),
            lines: lines::Lines::default(),
            drafts,
            comments,
            unusable,
            baseline,
            plans,
            record_files,
            skipped,
            nested,
            unreadable,
            incomplete: incomplete.len(),
            timings: options.timings.clone(),
        };
        let unread = incomplete.iter().map(|id| workspace.source(*id));
        let unread = unread.filter_map(|source| Some((source, source.unreadable.as_ref()?)));
        let unread: Vec<String> =
            unread.map(|(source, reason)| format!("{}: {reason}", source.path)).collect();
        workspace.unreadable.extend(unread);
        workspace.link(&Probe::new(tree, &texts), links, mentions, (names, link_names));
        workspace
    }
}

pub(crate) fn form_info(id: &str) -> Info {
    let known = form(id).and_then(|kind| Info::new(Cow::Borrowed(kind)).ok());
    known.unwrap_or_else(|| unreachable!("the form `{id}` is shipped"))
}

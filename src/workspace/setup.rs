//! The tool's own files in a programme: configuration, kinds, rules, catalogs and the baseline.
//!
//! They are read before the records, because they say what a record is and what is asked of it. What
//! is wrong with them keeps the tool from its job.

use std::path::PathBuf;

use super::open::{Options, form_info};
use super::read::syntax;
use crate::baseline::Baseline;
use crate::config::{Files, Levels, Selection, Settings};
use crate::document::Value;
use crate::error::Error;
use crate::finding::Draft;
use crate::framework::Catalogs;
use crate::kind::read::{Output, Reader, Scope, To};
use crate::kind::{Info, Kinds};
use crate::rule::Rules;
use crate::rule::getter::Form;
use crate::source::{Listing, MANIFEST, Source, SourceId, Target, Tree};

mod catalogs;
mod kinds;

/// How many of the programme's own files cannot be used, or not in full, though their text can be read.
#[derive(Debug, Default)]
pub(crate) struct Unusable {
    /// Kinds: of their records nothing is known.
    pub(crate) kinds: usize,
    /// Catalogs, those that are not there among them.
    pub(crate) catalogs: usize,
}

/// The programme's own files: configuration, kinds, rules and catalogs.
pub(super) struct Setup<'t> {
    pub(super) tree: &'t Tree,
    pub(super) sources: Vec<Source>,
    pub(super) drafts: Vec<Draft>,
    /// What cannot be used.
    pub(super) unusable: Unusable,
    /// Waivers in the comments of the configuration.
    pub(super) comments: Vec<crate::waiver::Comment>,
}

impl<'t> Setup<'t> {
    pub(super) fn new(tree: &'t Tree, manifest: Source) -> Self {
        Self {
            tree,
            sources: vec![manifest],
            drafts: Vec::new(),
            unusable: Unusable::default(),
            comments: Vec::new(),
        }
    }
}

impl Setup<'_> {
    fn add(&mut self, path: &str) -> Result<SourceId, Error> {
        let id = self.load(path)?;
        let mut drafts = Vec::new();
        syntax(&self.sources[id.index()], id, &mut drafts);
        self.drafts.extend(drafts.into_iter().map(Draft::setup));
        Ok(id)
    }

    fn load(&mut self, path: &str) -> Result<SourceId, Error> {
        let bytes = self.tree.read(path).map_err(|error| Error::Unreadable {
            path: PathBuf::from(path),
            reason: error.to_string(),
        })?;
        let id = SourceId(self.sources.len() as u32);
        let source = Source::from_bytes(path.to_owned(), bytes);
        self.sources.push(source);
        Ok(id)
    }

    /// Errors in the tool's own files keep it from doing its job.
    fn syntax(&mut self, source: &Source, id: SourceId) {
        let mut drafts = Vec::new();
        syntax(source, id, &mut drafts);
        self.drafts.extend(drafts.into_iter().map(Draft::setup));
    }

    /// Validates one of the tool's own files against its form.
    fn validate(
        &mut self,
        id: SourceId,
        form: &Info,
        name: &str,
        kinds: &Kinds,
        catalogs: &Catalogs,
    ) -> Output {
        let mut out = Output::default();
        let source = &self.sources[id.index()];
        let scope = Scope { kinds, catalogs };
        Reader::new(scope, form, (id, source), name, &mut out).read(source.root());
        self.drafts.extend(out.drafts.drain(..).map(Draft::setup));
        out.give_tags(&mut self.sources[id.index()].document);
        out
    }

    pub(super) fn manifest(&mut self, form: &Info, kinds: &Kinds, catalogs: &Catalogs) -> Output {
        let source =
            std::mem::replace(&mut self.sources[0], Source::new(String::new(), String::new()));
        self.syntax(&source, SourceId::MANIFEST);
        self.sources[0] = source;
        let mut out = self.validate(SourceId::MANIFEST, form, MANIFEST, kinds, catalogs);
        let source = &self.sources[0];
        self.comments = crate::waiver::comments(
            source,
            SourceId::MANIFEST,
            std::iter::empty(),
            &mut self.drafts,
        );
        // An unknown framework in `[frameworks]` was reported with the frameworks.
        out.links.retain(|link| {
            link.to() != To::NoFramework
                || self.sources[0]
                    .document
                    .value(&self.sources[0].text, link.node)
                    .as_str()
                    .is_some()
        });
        out
    }

    /// The accepted findings. One that `complint.toml` names and that is not there was reported.
    pub(super) fn baseline(
        &mut self,
        files: &Files,
        options: &Options,
        kinds: &Kinds,
        catalogs: &Catalogs,
    ) -> Result<Option<Baseline>, Error> {
        let path = match (&options.baseline, &files.baseline) {
            (Some(path), _) => self.tree.relative(path),
            (None, Some(path)) if self.tree.target(path) == Target::File => path.clone(),
            (None, _) => return Ok(None),
        };
        let id = self.add(&path)?;
        self.validate(id, &form_info("baseline"), "baseline", kinds, catalogs);
        Ok(Some(crate::baseline::read(&self.sources[id.index()], id)))
    }

    /// Patterns that match no file: rules that nobody reads would never be missed, nor would records.
    pub(super) fn patterns(&mut self, listing: &Listing) {
        let root = self.sources[0].root();
        let lists = [["extend", "rules"], ["extend", "kinds"], ["files", "include"]];
        let lists = lists.iter().filter_map(|path| Some((path[0], root.get_path(path)?)));
        let overrides = root.get("overrides").filter(|list| list.is_array());
        let overrides = overrides
            .into_iter()
            .flat_map(|list| list.elements())
            .filter(|change| change.is_table())
            .filter_map(|change| Some(("overrides", change.get("files")?)));
        let patterns = lists
            .chain(overrides)
            .filter(|(_, list)| list.is_array())
            .flat_map(|(table, list)| list.elements().map(move |pattern| (table, pattern)));
        let unmatched = patterns.filter_map(|(table, pattern)| {
            let text = pattern.as_str()?;
            (!matches_any(&text, listing)?).then(|| unmatched(table, pattern, text.into_owned()))
        });
        let drafts: Vec<Draft> = unmatched.collect();
        self.drafts.extend(drafts);
    }

    pub(super) fn rules(&mut self, files: &Files, listing: &Listing) -> Result<Rules, Error> {
        let mut rules = Rules::default();
        if files.rules.is_empty() {
            return Ok(rules);
        }
        for path in listing.paths().filter(|path| files.rules.is_match(path)) {
            let id = self.load(path)?;
            match crate::rule::file::read(&self.sources[id.index()], id) {
                Ok(rule) => {
                    if let Err(name) = rules.add_own(rule, id) {
                        self.broken(id, None, format!("there is a rule `{name}` already"));
                    }
                }
                Err(drafts) => self.drafts.extend(drafts.into_iter().map(Draft::setup)),
            }
        }
        Ok(rules)
    }

    pub(super) fn read_settings(
        &mut self,
        settings: &mut Settings,
        catalogs: &mut Catalogs,
        kinds: &Kinds,
        rules: &Rules,
        options: &Options,
    ) -> Result<(), Error> {
        for name in options.select.iter().chain(&options.ignore) {
            if rules.number(name).is_none() && !rules.groups().contains(&name.as_str()) {
                let close = crate::words::closest(name, rules.names().chain(rules.groups()));
                return Err(Error::Usage {
                    message: format!("no rule or group is called `{name}`"),
                    help: close.map(|close| format!("did you mean `{}`?", close.word)),
                });
            }
        }
        let call = Selection { select: options.select.clone(), ignore: options.ignore.clone() };
        let manifest = self.sources[0].root();
        settings.read_intervals(manifest, kinds);
        settings.read_frameworks(manifest, catalogs, &mut self.drafts);
        settings.levels = Levels::read(manifest, rules, &call, &mut self.drafts);
        let chosen = !call.select.is_empty() || !call.ignore.is_empty();
        if chosen && !rules.iter().any(|(number, _)| settings.levels.runs(number)) {
            return Err(Error::usage("no rule is left to run"));
        }
        Ok(())
    }

    pub(super) fn plans(
        &mut self,
        rules: &Rules,
        kinds: &Kinds,
        form: &Form,
        settings: &Settings,
        catalogs: &Catalogs,
    ) -> crate::rule::plan::Plans {
        let (mut plans, mut problems) = crate::rule::plan::Plans::new(rules, kinds, form, settings);
        for problem in crate::rule::cited::problems(rules, catalogs) {
            plans.remove(problem.rule);
            problems.push(problem);
        }
        for problem in problems {
            let Some(id) = rules.source(problem.rule) else {
                self.cannot_run(rules, &problem);
                continue;
            };
            let source = &self.sources[id.index()];
            let span = crate::rule::file::locate(source, &problem.path);
            // What it says of a kind that cannot be used may be right.
            let unsure = speaks_of(source.root(), kinds.lost());
            let draft = crate::rule::file::unusable(source, id, span, problem.message);
            self.drafts.push(draft.unsure(unsure));
        }
        plans
    }

    /// A shipped rule that cannot run, most likely for a parameter that it was given.
    fn cannot_run(&mut self, rules: &Rules, problem: &crate::rule::plan::Problem) {
        let name = rules.get(problem.rule).map_or("", |rule| rule.name.as_str());
        let entry = self.sources[0].root().get_path(&["rules", name]);
        let span = entry.map(|entry| entry.key_span());
        let message = format!("rule `{name}` cannot run: {}", problem.message);
        self.broken(SourceId::MANIFEST, span, message);
    }

    /// Whether what was found from a position on leaves a file its meaning. A key that is close to none
    /// says nothing; any other mistake may stand where something was meant.
    fn is_sound(&self, before: usize) -> bool {
        let is_stray = |draft: &Draft| draft.rule == "unknown-key" && draft.fix.is_none();
        self.drafts.iter().skip(before).all(is_stray)
    }

    /// A kind, rule or catalog that cannot be used.
    fn broken(&mut self, id: SourceId, span: Option<crate::span::Span>, reason: String) {
        self.drafts.push(crate::rule::file::unusable(&self.sources[id.index()], id, span, reason));
    }
}

/// Whether a rule names one of these kinds, alone or before a key.
fn speaks_of(value: Value<'_>, kinds: &[String]) -> bool {
    let named = |text: &str| kinds.iter().any(|kind| text.split('.').next() == Some(kind));
    value.as_str().is_some_and(|text| named(&text))
        || value.entries().chain(value.elements()).any(|inner| speaks_of(inner, kinds))
}

/// Whether a pattern matches a file that is there, read or left out with a reason; `None` where it
/// is no pattern.
fn matches_any(pattern: &str, listing: &Listing) -> Option<bool> {
    let matcher = globset::Glob::new(pattern).ok()?.compile_matcher();
    let skipped = listing.skipped.iter().map(|skipped| &skipped.path);
    Some(
        matcher.is_match(MANIFEST)
            || listing.paths().chain(skipped).any(|path| matcher.is_match(path)),
    )
}

fn unmatched(table: &'static str, pattern: Value<'_>, text: String) -> Draft {
    let draft = Draft::new("missing-file", SourceId::MANIFEST, pattern.span())
        .key(table)
        .with("path", text)
        .with("problem", "matches no file")
        .with("hint", "write the file, or take the pattern out; paths are from the root");
    // Without its rules and kinds the tool cannot do its job; records are missed by what needs them.
    if table == "extend" { draft.setup() } else { draft }
}

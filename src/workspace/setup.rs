//! The tool's own files in a programme: configuration, kinds, rules, catalogs and the baseline.
//!
//! They are read before the records, because they say what a record is and what is asked of it. What
//! is wrong with them keeps the tool from its job.

use std::borrow::Cow;
use std::path::PathBuf;

use super::open::{Options, form_info};
use super::read::syntax;
use crate::baseline::Baseline;
use crate::config::{Files, Levels, Selection, Settings};
use crate::document::Value;
use crate::error::Error;
use crate::finding::Draft;
use crate::framework::{Catalogs, Framework};
use crate::kind::read::{Output, Reader, Scope, To};
use crate::kind::{Info, Kind, Kinds};
use crate::rule::Rules;
use crate::source::{Listing, MANIFEST, Source, SourceId, Target, Tree};

/// The programme's own files: configuration, kinds, rules and catalogs.
pub(super) struct Setup<'t> {
    pub(super) tree: &'t Tree,
    pub(super) sources: Vec<Source>,
    pub(super) drafts: Vec<Draft>,
    /// Waivers in the comments of the configuration.
    pub(super) comments: Vec<crate::waiver::Comment>,
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
            link.to != To::NoFramework
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

    pub(super) fn kinds(&mut self, files: &Files, listing: &Listing) -> Result<Kinds, Error> {
        let (shipped, _) = Kinds::new(Vec::new());
        // Empty patterns would be held against each path all the same.
        if files.kinds.is_empty() || !listing.paths().any(|path| files.kinds.is_match(path)) {
            return Ok(shipped);
        }
        let form = form_info("kind");
        let catalogs = Catalogs::default();
        let mut own: Vec<Kind> = Vec::new();
        let mut from = Vec::new();
        for path in listing.paths().filter(|path| files.kinds.is_match(path)) {
            let id = self.add(path)?;
            let before = self.drafts.len();
            self.validate(id, &form, "kind", &shipped, &catalogs);
            if self.drafts.len() > before || !self.sources[id.index()].complete() {
                continue;
            }
            match crate::document::de::from_value::<Kind>(self.sources[id.index()].root()) {
                Ok(kind) => match kind.resolve(crate::kind::shipped_traits()) {
                    Ok(kind) => {
                        own.push(kind);
                        from.push(id);
                    }
                    Err(name) => {
                        let traits = self.sources[id.index()].root().get("traits");
                        let span = traits
                            .and_then(|list| {
                                list.elements()
                                    .find(|own| own.as_str().is_some_and(|own| *own == *name))
                            })
                            .map(|own| own.span());
                        self.broken(id, span, format!("there is no trait `{name}`"));
                    }
                },
                Err(error) => self.broken(id, error.span, error.message),
            }
        }
        let (kinds, problems) = Kinds::new(own);
        for (number, reason) in problems {
            let id = from.get(number).copied().unwrap_or(SourceId::MANIFEST);
            self.broken(id, None, reason);
        }
        Ok(kinds)
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

    /// The shipped catalogs and those that `[frameworks]` name.
    pub(super) fn catalogs(&mut self, kinds: &Kinds) -> Result<Catalogs, Error> {
        let mut catalogs = Catalogs::default();
        let form = form_info("framework");

        let manifest = self.sources[0].root();
        let frameworks = manifest.get("frameworks").filter(|table| table.is_table());
        let named: Vec<(String, String)> = frameworks
            .into_iter()
            .flat_map(|table| table.entries())
            .filter_map(|entry| {
                let path = entry.get("catalog")?.as_str()?.into_owned();
                Some((
                    entry.key().into_owned(),
                    crate::source::resolve(&self.sources[0].path, path.trim())?,
                ))
            })
            .collect();
        for (name, path) in named {
            // A file that is not there is reported where it is named.
            if self.tree.target(&path) != crate::source::Target::File {
                catalogs.add(Cow::Owned(Framework::empty(name)));
                continue;
            }
            let id = self.add(&path)?;
            self.validate(id, &form, "catalog", kinds, &catalogs);
            match crate::document::de::from_value::<Framework>(self.sources[id.index()].root()) {
                Ok(mut framework) => {
                    framework.head.id = name.into();
                    catalogs.add(Cow::Owned(framework));
                }
                Err(error) => {
                    self.broken(id, error.span, error.message);
                    catalogs.add(Cow::Owned(Framework::empty(name)));
                }
            }
        }
        Ok(catalogs)
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
        settings: &Settings,
        catalogs: &Catalogs,
    ) -> crate::rule::plan::Plans {
        let (mut plans, mut problems) = crate::rule::plan::Plans::new(rules, kinds, settings);
        for problem in crate::rule::cited::problems(rules, catalogs) {
            plans.remove(problem.rule);
            problems.push(problem);
        }
        for problem in problems {
            let Some(id) = rules.source(problem.rule) else {
                self.cannot_run(rules, &problem);
                continue;
            };
            let span = crate::rule::file::locate(&self.sources[id.index()], &problem.path);
            self.broken(id, span, problem.message);
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

    /// A kind, rule or catalog that cannot be used.
    fn broken(&mut self, id: SourceId, span: Option<crate::span::Span>, reason: String) {
        self.drafts.push(crate::rule::file::unusable(&self.sources[id.index()], id, span, reason));
    }
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

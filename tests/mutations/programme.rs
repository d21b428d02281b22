//! The programme that is mutated, read from the disk once and then held in memory.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use complint::{Options, Workspace, lint};
use jiff::civil::{Date, date};

/// The day for which the programme is written.
pub(crate) const TODAY: Date = date(2026, 6, 30);

/// Files by path from the root. A change replaces a file's text as a whole.
pub(crate) type Changes = BTreeMap<String, String>;

pub(crate) struct Programme {
    pub(crate) files: Vec<(String, Vec<u8>)>,
    pub(crate) workspace: Workspace,
}

/// A finding: the rule, the file, and the byte at which it starts.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Found {
    pub(crate) rule: String,
    pub(crate) path: String,
    pub(crate) start: u32,
    pub(crate) message: String,
}

impl Programme {
    pub(crate) fn northwind() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/northwind");
        let mut files = Vec::new();
        read(&root, &root, &mut files);
        files.sort();
        let workspace = open(files.clone());
        Self { files, workspace }
    }

    /// The text of a file; of northwind all are UTF-8.
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        let (_, bytes) = self.files.iter().find(|(file, _)| file == path)?;
        std::str::from_utf8(bytes).ok()
    }

    /// What is found after the changes.
    pub(crate) fn check(&self, changes: &Changes) -> Vec<Found> {
        let mut files = self.files.clone();
        for (path, text) in changes {
            match files.iter_mut().find(|(file, _)| file == path) {
                Some((_, bytes)) => *bytes = text.clone().into_bytes(),
                None => files.push((path.clone(), text.clone().into_bytes())),
            }
        }
        let workspace = open(files);
        let report = lint(&workspace, TODAY);
        let found = report.active().map(|finding| Found {
            rule: workspace.rules.get(finding.rule).map_or("", |rule| &rule.name).to_owned(),
            path: workspace.source(finding.place.source).path.clone(),
            start: finding.place.span.start,
            message: finding.message.clone(),
        });
        found.collect()
    }
}

fn open(files: Vec<(String, Vec<u8>)>) -> Workspace {
    Workspace::from_files(files, &Options::default()).expect("the programme is held in memory")
}

fn read(folder: &Path, root: &Path, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).expect("the example can be listed") {
        let path = entry.expect("the example can be listed").path();
        if path.is_dir() {
            read(&path, root, files);
            continue;
        }
        let inner = path.strip_prefix(root).expect("it is below the root");
        let name = inner.to_string_lossy().replace('\\', "/");
        files.push((name, fs::read(&path).expect("the example can be read")));
    }
}

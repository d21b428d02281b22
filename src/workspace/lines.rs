//! Records that a later one of their line has replaced: last cycle's certificate, last year's
//! report. Each kind says what makes a line and what makes a record the later one.

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::{Record, Workspace};
use crate::document::Value;
use crate::kind::read::DEFAULT_FRAMEWORK;
use crate::kind::{Info, KeyType, KindNo, State, Tag, Tags, tagged};

/// The records that were replaced, by number.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    replaced: Vec<u32>,
}

/// The later of two is the greater: by the latest of its days, then by each of them in turn.
type Age = (Option<Date>, Vec<Option<Date>>);

impl Lines {
    pub(crate) fn build(workspace: &Workspace) -> Self {
        let mut replaced = Vec::new();
        for (number, info) in workspace.kinds.iter() {
            replaced.extend(of_kind(workspace, number, info));
        }
        replaced.sort_unstable();
        Self { replaced }
    }

    /// Whether no later record has taken the place of this one.
    pub(crate) fn newest(&self, number: u32) -> bool {
        self.replaced.binary_search(&number).is_err()
    }
}

fn of_kind(workspace: &Workspace, kind: KindNo, info: &Info) -> Vec<u32> {
    let Some(line) = &info.kind.line else { return Vec::new() };
    let paths = |paths: &[crate::text::Str]| -> Vec<Tags> {
        paths.iter().filter_map(|path| info.find(path)).collect()
    };
    let (same, by) = (paths(&line.same), paths(&line.by));
    let live = workspace.ids.of_kind(kind).iter().filter_map(|number| {
        let record = workspace.records.get(*number as usize)?;
        (workspace.state(record) == State::Live).then_some((*number, record))
    });
    let members: Vec<(u32, Vec<String>, Age)> = live
        .map(|(number, record)| {
            let name = same.iter().map(|tags| named(workspace, info, record, tags)).collect();
            (number, name, age(workspace, record, &by))
        })
        .collect();
    let mut latest: FxHashMap<&[String], &Age> = FxHashMap::default();
    for (_, name, age) in &members {
        let best = latest.entry(name).or_insert(age);
        if *best < age {
            *best = age;
        }
    }
    let old = members
        .iter()
        .filter(|(_, name, age)| latest.get(name.as_slice()).is_some_and(|latest| *latest > age));
    old.map(|(number, ..)| *number).collect()
}

/// A value that makes a line, in one spelling. A record that names no framework is of the default
/// one.
fn named(workspace: &Workspace, info: &Info, record: &Record, tags: &[Tag]) -> String {
    let text = value(workspace, record, tags).and_then(|value| value.as_str());
    let key = tags.last().and_then(|tag| info.key(*tag));
    match text {
        Some(text) => text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase(),
        None if key.is_some_and(|key| key.value == KeyType::Framework) => {
            DEFAULT_FRAMEWORK.to_owned()
        }
        None => String::new(),
    }
}

fn age(workspace: &Workspace, record: &Record, by: &[Tags]) -> Age {
    let day = |tags: &Tags| value(workspace, record, tags)?.as_date();
    let days: Vec<Option<Date>> = by.iter().map(day).collect();
    (days.iter().copied().flatten().max(), days)
}

fn value<'w>(workspace: &'w Workspace, record: &Record, tags: &[Tag]) -> Option<Value<'w>> {
    tags.iter().try_fold(workspace.table(record), |table, tag| tagged(table, *tag))
}

#[cfg(test)]
mod tests {

    use crate::workspace::{Options, Workspace};

    const MANIFEST: &str = "[frameworks.iso27001]\n[extend]\nkinds = [\"kinds/*.toml\"]\n";

    /// A kind of a company's own.
    const LICENCE: &str = r#"
id = "licence"
title = "Licence"
traits = ["record"]
[states]
used = "live"
returned = "ended"
[line]
same = ["product", "framework"]
by = ["term.end", "bought"]
[[key]]
name = "product"
type = "string"
summary = "What it is for."
[[key]]
name = "framework"
type = "framework"
summary = "The framework."
[[key]]
name = "bought"
type = "date"
summary = "When it was bought."
[[key]]
name = "status"
type = "enum"
values = ["used", "returned"]
summary = "Whether it is used."
[[key]]
name = "term"
type = "table"
summary = "How long it runs."
[[key.key]]
name = "end"
type = "date"
summary = "Its last day."
"#;

    /// The ids of the licences that are the newest of their lines.
    fn newest(records: &str) -> Vec<String> {
        let files = [("complint.toml", MANIFEST), ("kinds/l.toml", LICENCE), ("r.toml", records)];
        let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
        let workspace = Workspace::from_files(files.to_vec(), &Options::default()).unwrap();
        assert!(workspace.drafts.is_empty(), "{:?}", workspace.drafts);
        let newest = workspace.numbered().filter(|(number, _)| workspace.lines.newest(*number));
        newest.map(|(_, record)| workspace.id(record).into_owned()).collect()
    }

    fn licence(id: &str, keys: &str) -> String {
        format!("[[licence]]\nid = \"{id}\"\ntitle = \"{id}\"\n{keys}\n")
    }

    #[test]
    fn the_latest_day_makes_the_newest() {
        let records = licence("a", "term.end = 2026-01-31")
            + &licence("b", "bought = 2026-02-01")
            + &licence("c", "bought = 2025-02-01\nterm.end = 2025-12-31");
        assert_eq!(newest(&records), ["b"]);
    }

    #[test]
    fn of_equal_days_the_others_decide_and_else_both_are() {
        let records = licence("a", "bought = 2025-01-02\nterm.end = 2026-01-31")
            + &licence("b", "bought = 2025-01-03\nterm.end = 2026-01-31")
            + &licence("c", "term.end = 2026-01-31");
        assert_eq!(newest(&records), ["b"]);
        let same = licence("a", "bought = 2025-01-02") + &licence("b", "bought = 2025-01-02");
        assert_eq!(newest(&same), ["a", "b"]);
        assert_eq!(newest(&(licence("a", "") + &licence("b", ""))), ["a", "b"]);
    }

    #[test]
    fn another_line_replaces_nothing() {
        let records = licence("a", "product = \"Scanner\"\nbought = 2024-01-01")
            + &licence(
                "b",
                "product = \" scanner \"\nframework = \"iso27001\"\nbought = 2025-01-01",
            )
            + &licence("c", "product = \"Backup\"\nbought = 2026-01-01")
            + &licence("d", "bought = 2026-01-01");
        assert_eq!(newest(&records), ["b", "c", "d"]);
    }

    /// What is no longer in force neither replaces nor is replaced.
    #[test]
    fn what_has_ended_stands_aside() {
        let records = licence("a", "bought = 2024-01-01")
            + &licence("b", "bought = 2025-01-01\nstatus = \"returned\"");
        assert_eq!(newest(&records), ["a", "b"]);
    }
}

//! Which findings came and which went since the run before.
//!
//! A finding is known by its fingerprint, which stays when lines move. One that is no longer there is
//! only resolved where it would have been found: while somebody writes, a file is often broken, and
//! what depends on it is neither mended by that nor new when the file can be read again.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::super::check::Checked;
use super::{row, rows};
use crate::output::{Paint, Places, concise_line};
use crate::rule::Level;
use crate::source::absolute;
use crate::words::count;

/// The findings that are known, of this run and, where it could not tell, of runs before it.
#[derive(Debug, Default)]
pub(super) struct Findings(BTreeMap<Identity, Known>);

/// The programme and the fingerprint.
type Identity = (PathBuf, String);

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Known {
    /// Where it comes in a list: the number of its programme, and its own.
    order: (usize, usize),
    waived: bool,
    level: Level,
    line: String,
}

/// What came and what went.
#[derive(Debug, Default)]
pub(super) struct Change {
    resolved: Vec<Known>,
    waived: Vec<Known>,
    new: Vec<Known>,
    /// How many there were before that this run could not look for.
    unseen: usize,
}

impl Findings {
    /// Goes on to the next run.
    pub(super) fn turn(&mut self, checked: &[Checked]) -> Change {
        let mut next = of(checked);
        let mut change = Change::default();
        for (identity, known) in &next {
            if !known.waived && self.0.get(identity).is_none_or(|before| before.waived) {
                change.new.push(known.clone());
            }
        }
        for (identity, known) in std::mem::take(&mut self.0) {
            match next.get(&identity) {
                Some(now) if now.waived && !known.waived => change.waived.push(now.clone()),
                Some(_) => {}
                None if could_tell(checked, &identity.0) => {
                    if !known.waived {
                        change.resolved.push(known);
                    }
                }
                None => {
                    change.unseen += usize::from(!known.waived);
                    next.insert(identity, known);
                }
            }
        }
        for list in [&mut change.resolved, &mut change.waived, &mut change.new] {
            list.sort();
        }
        self.0 = next;
        change
    }
}

impl Change {
    pub(super) fn is_any(&self) -> bool {
        !(self.resolved.is_empty() && self.waived.is_empty() && self.new.is_empty())
    }

    pub(super) fn tell(&self, paint: Paint, err: &mut dyn Write) -> io::Result<()> {
        rows(err, "resolved", &lines(&self.resolved, |line, _| paint.good(line)))?;
        rows(err, "waived", &lines(&self.waived, |line, _| line.to_owned()))?;
        rows(err, "new", &lines(&self.new, |line, level| paint.level(level, line)))?;
        if self.unseen > 0 {
            let before = count(self.unseen, "earlier finding");
            row(err, "unknown", &format!("{before}: not everything could be read"))?;
        }
        if !self.is_any() && self.unseen == 0 {
            row(err, "findings", "none is new, none is resolved")?;
        }
        Ok(())
    }
}

fn lines(findings: &[Known], paint: impl Fn(&str, Level) -> String) -> Vec<String> {
    findings.iter().map(|known| paint(&known.line, known.level)).collect()
}

/// Whether a finding of a programme that is not there is no longer true.
fn could_tell(checked: &[Checked], root: &Path) -> bool {
    let of = checked.iter().find(|checked| checked.root.folder == root);
    of.is_some_and(|Checked { report, .. }| report.incomplete_files == 0 && !report.setup_broken)
}

fn of(checked: &[Checked]) -> BTreeMap<Identity, Known> {
    let base = absolute(".".as_ref()).ok();
    let mut known = BTreeMap::new();
    for (programme, Checked { root, workspace, report, .. }) in checked.iter().enumerate() {
        let places = Places::new(workspace, base.as_deref());
        for (number, finding) in report.findings.iter().enumerate() {
            let identity = (root.folder.clone(), finding.fingerprint.clone());
            let of = Known {
                order: (programme, number),
                waived: finding.suppressed.is_some(),
                level: finding.level,
                line: concise_line(workspace, &places, finding, Paint::new(false)),
            };
            known.insert(identity, of);
        }
    }
    known
}

//! What a fix would change, as a patch that `git apply` and `patch -p1` take.

use std::io::{self, Write};

use similar::{ChangeTag, TextDiff};

use super::paint::Paint;
use super::places::View;
use super::{Style, clean_line};
use crate::fix::Change;
use crate::source::Root;

/// Lines around a change.
const AROUND: usize = 3;

/// Writes the difference of one file.
///
/// # Errors
///
/// What writing says.
pub(crate) fn diff(
    root: &Root,
    path: &str,
    change: &Change,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let paint = Paint::new(style.color);
    let path = View::new(&root.folder, style.base.as_deref()).path(path);
    let path = clean_line(&path);
    writeln!(out, "{}", paint.strong(format_args!("--- a/{path}")))?;
    writeln!(out, "{}", paint.strong(format_args!("+++ b/{path}")))?;
    let diff = TextDiff::from_lines(&*change.old, &*change.new);
    for hunk in diff.unified_diff().context_radius(AROUND).iter_hunks() {
        writeln!(out, "{}", paint.name(hunk.header()))?;
        for line in hunk.iter_changes() {
            let text = line.value();
            let bare = text.strip_suffix('\n').unwrap_or(text);
            // A patch has to be the text itself; only a terminal is kept from acting on it.
            let bare = if style.terminal { clean_line(bare) } else { bare.into() };
            let written = match line.tag() {
                ChangeTag::Equal => format!(" {bare}"),
                ChangeTag::Delete => paint.gone(format_args!("-{bare}")),
                ChangeTag::Insert => paint.new_line(format_args!("+{bare}")),
            };
            writeln!(out, "{written}")?;
            if !text.ends_with('\n') {
                writeln!(out, "\\ No newline at end of file")?;
            }
        }
    }
    Ok(())
}

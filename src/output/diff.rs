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
pub(crate) fn diff<'a>(
    root: &Root,
    path: &str,
    change: &'a Change,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let paint = Paint::new(style.color);
    let path = View::new(&root.folder, style.base.as_deref()).path(path);
    writeln!(out, "{}", paint.strong(format_args!("--- {}", name("a", &path))))?;
    writeln!(out, "{}", paint.strong(format_args!("+++ {}", name("b", &path))))?;
    // Lines of a patch end with a line feed and with nothing else.
    let lines = |text: &'a str| text.split_inclusive('\n').collect::<Vec<_>>();
    let (old, new) = (lines(&change.old), lines(&change.new));
    let diff = TextDiff::from_slices(&old, &new);
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

/// The name of a file as git and patch read it: in quotes where it holds what would end it, and with
/// a tab behind it where it holds a space.
fn name(side: &str, path: &str) -> String {
    let path = format!("{side}/{path}");
    let quoted = |c: char| c.is_control() || matches!(c, '"' | '\\');
    if path.contains(quoted) {
        let mut name = String::from("\"");
        for byte in path.bytes() {
            match byte {
                b'"' | b'\\' => name.extend(['\\', char::from(byte)]),
                b' '..=b'~' => name.push(char::from(byte)),
                byte => name.push_str(&format!("\\{byte:03o}")),
            }
        }
        return name + "\"";
    }
    // What acts on a terminal and is no control character is left to those who name files so.
    if path.contains(' ') { path + "\t" } else { path }
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn names_are_read_as_they_are() {
        assert_eq!(name("a", "isms/risks.toml"), "a/isms/risks.toml");
        assert_eq!(name("b", "über.toml"), "b/über.toml");
        assert_eq!(name("a", "old risks.toml"), "a/old risks.toml\t");
        assert_eq!(name("a", "a\"\\\n é.toml"), "\"a/a\\\"\\\\\\012 \\303\\251.toml\"");
    }
}

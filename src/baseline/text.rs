//! A baseline as a text that people wrote in: entries are added and taken out, and what else stands
//! there stays.

use std::collections::BTreeMap;

use super::{Entry, Identity};
use crate::span::Span;

/// The first lines of a new baseline.
const HEAD: &str = "\
# Findings that complint accepts because they were there when it was taken up. Mend them one by
# one; `complint check --prune-baseline` takes out what is mended. Each entry can have a `reason`
# and a last day, `until`.
";

/// Which entries stay, and what is added.
#[derive(Debug, Default)]
pub(crate) struct Entries<'e> {
    /// Those of the old text that stay.
    pub kept: Vec<&'e Entry>,
    /// Those that leave it.
    pub removed: Vec<&'e Entry>,
    /// Those that are new.
    pub added: Vec<Identity>,
}

/// The new text: entries sorted, those that stay as they were written, with the comments above them.
pub(crate) fn rewrite(old: &str, entries: &Entries<'_>) -> String {
    let mut spans: Vec<(Span, Option<&Entry>)> =
        entries.kept.iter().map(|entry| (own(old, entry.extent), Some(*entry))).collect();
    spans.extend(entries.removed.iter().map(|entry| (own(old, entry.extent), None)));
    spans.sort_by_key(|(span, _)| *span);
    let first = spans.first().map_or(old.len(), |(span, _)| span.start as usize);
    let head = old.get(..first).unwrap_or_default().trim();
    let mut blocks: BTreeMap<&Identity, Vec<String>> = BTreeMap::new();
    let mut free = String::new();
    let mut done = first;
    for (span, entry) in &spans {
        // What stands between two entries and belongs to none goes with the next.
        free.push_str(old.get(done..span.start as usize).unwrap_or_default().trim());
        done = span.end as usize;
        let Some(entry) = entry else { continue };
        let mut block = std::mem::take(&mut free);
        if !block.is_empty() {
            block.push_str("\n\n");
        }
        block.push_str(span.of(old).trim_end());
        blocks.entry(&entry.identity).or_default().push(block);
    }
    free.push_str(old.get(done..).unwrap_or_default().trim());
    for identity in &entries.added {
        blocks.entry(identity).or_default().push(written(identity));
    }
    let head = if head.is_empty() && entries.kept.is_empty() { HEAD.trim_end() } else { head };
    let parts = std::iter::once(head.to_owned()).chain(blocks.into_values().flatten());
    let parts: Vec<String> =
        parts.chain(std::iter::once(free)).filter(|part| !part.is_empty()).collect();
    let text = parts.join("\n\n") + "\n";
    if old.contains("\r\n") { text.replace("\r\n", "\n").replace('\n', "\r\n") } else { text }
}

fn written(identity: &Identity) -> String {
    let line = |key: &str, value: &str| format!("\n{key} = {}", crate::fix::string(value));
    let mut text = format!("[[finding]]{}", line("rule", &identity.rule));
    text.push_str(&line("subject", &identity.subject));
    if !identity.key.is_empty() {
        text.push_str(&line("key", &identity.key));
    }
    text
}

/// An entry with the comment lines right above it, up to the end of its last line.
fn own(text: &str, extent: Span) -> Span {
    let mut start = line_start(text, extent.start as usize);
    while start > 0 {
        let above = line_start(text, start - 1);
        let line = text.get(above..start).unwrap_or_default();
        if !line.trim_start().starts_with('#') {
            break;
        }
        start = above;
    }
    let behind = text.get(extent.end as usize..).unwrap_or_default();
    let end = extent.end as usize + behind.find('\n').map_or(behind.len(), |at| at + 1);
    Span::new(start as u32, end as u32)
}

/// The same for taking it out, with one blank line behind it.
pub(super) fn removal(text: &str, extent: Span) -> Span {
    let own = own(text, extent);
    let behind = text.get(own.end as usize..).unwrap_or_default();
    let blank = behind.split_inclusive('\n').next().filter(|line| line.trim().is_empty());
    Span::new(own.start, own.end + blank.map_or(0, str::len) as u32)
}

fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1)
}

#[cfg(test)]
mod tests {
    use super::super::{Entry, Identity, read};
    use super::{Entries, removal, rewrite};
    use crate::source::{Source, SourceId};

    const OLD: &str = "# ours\n\n# because\n[[finding]]\nrule = \"b\"\nsubject = \"control:x\"\n\
        reason = \"SEC-1\"\n\n# free\n\n[[finding]]\nrule = \"a\"\nsubject = \"control:a\" # why\n";

    fn entries(text: &str) -> Vec<Entry> {
        read(&Source::new(String::new(), text.to_owned()), SourceId(1)).entries
    }

    fn new(subject: &str) -> Identity {
        Identity { subject: subject.to_owned(), rule: "c".to_owned(), key: String::new() }
    }

    #[test]
    fn what_people_wrote_stays() {
        let old = entries(OLD);
        let kept: Vec<&Entry> = old.iter().collect();
        let added = vec![new("control:m\"")];
        let text = rewrite(OLD, &Entries { kept, removed: Vec::new(), added });
        assert_eq!(
            text,
            "# ours\n\n# free\n\n[[finding]]\nrule = \"a\"\nsubject = \"control:a\" # why\n\n\
             [[finding]]\nrule = \"c\"\nsubject = \"control:m\\\"\"\n\n\
             # because\n[[finding]]\nrule = \"b\"\nsubject = \"control:x\"\nreason = \"SEC-1\"\n"
        );
        let again = entries(&text);
        let kept: Vec<&Entry> = again.iter().collect();
        assert_eq!(rewrite(&text, &Entries { kept, ..Entries::default() }), text);
    }

    #[test]
    fn what_is_mended_goes_with_its_comment() {
        let old = entries(OLD);
        let entries = Entries { kept: vec![&old[1]], removed: vec![&old[0]], added: Vec::new() };
        let text = rewrite(OLD, &entries);
        assert_eq!(
            text,
            "# ours\n\n# free\n\n[[finding]]\nrule = \"a\"\nsubject = \"control:a\" # why\n"
        );
        let mut cut = OLD.to_owned();
        let span = removal(OLD, old[0].extent);
        cut.replace_range(span.start as usize..span.end as usize, "");
        assert_eq!(cut, text);
    }

    #[test]
    fn a_new_one_says_what_it_is() {
        let text = rewrite("", &Entries { added: vec![new("programme")], ..Entries::default() });
        assert!(text.starts_with("# Findings that complint accepts"), "{text}");
        assert!(
            text.ends_with("\n\n[[finding]]\nrule = \"c\"\nsubject = \"programme\"\n"),
            "{text}"
        );
        assert_eq!(entries(&text).len(), 1);
    }

    #[test]
    fn line_ends_stay() {
        let old = OLD.replace('\n', "\r\n");
        let kept = entries(&old);
        let text = rewrite(&old, &Entries { kept: kept.iter().collect(), ..Entries::default() });
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    }
}

//! What helps have in common.

use memchr::{memchr, memrchr};

/// Whether two helps say the same but for the names in them.
pub(super) fn are_alike(one: &str, other: &str) -> bool {
    let (one, other) = differing(one.as_bytes(), other.as_bytes());
    shape(one).eq(shape(other))
}

/// What is left of two texts without the lines that both begin and end with. A hundred findings have a
/// hundred helps to compare, and nearly all lines are the same in all of them.
fn differing<'t>(one: &'t [u8], other: &'t [u8]) -> (&'t [u8], &'t [u8]) {
    let start = one.split_at(same_start(one, other)).0;
    let start = memrchr(b'\n', start).map_or(0, |at| at + 1);
    let (one_rest, other_rest) = (one.split_at(start).1, other.split_at(start).1);
    let end = one_rest.split_at(one_rest.len() - same_end(one_rest, other_rest)).1;
    let end = memchr(b'\n', end).map_or(0, |at| end.len() - at);
    let within = |rest: &'t [u8]| rest.split_at(rest.len() - end).0;
    let (first, second) = (within(one_rest), within(other_rest));
    // A quote that goes on in the next line turns around what is quoted there.
    let are_closed = [one.split_at(start).0, first, second].into_iter().all(is_closed);
    if are_closed { (first, second) } else { (one, other) }
}

/// So many bytes are compared at once, as long as they are the same.
const BLOCK: usize = 16;

/// How many bytes two texts begin with alike.
fn same_start(one: &[u8], other: &[u8]) -> usize {
    let blocks = one.as_chunks::<BLOCK>().0.iter().zip(other.as_chunks::<BLOCK>().0);
    let whole = BLOCK * blocks.take_while(|(one, other)| one == other).count();
    let rest = one.iter().skip(whole).zip(other.iter().skip(whole));
    whole + rest.take_while(|(one, other)| one == other).count()
}

/// How many bytes they end with alike.
fn same_end(one: &[u8], other: &[u8]) -> usize {
    let blocks = one.as_rchunks::<BLOCK>().1.iter().rev();
    let blocks = blocks.zip(other.as_rchunks::<BLOCK>().1.iter().rev());
    let whole = BLOCK * blocks.take_while(|(one, other)| one == other).count();
    let rest = one.iter().rev().skip(whole).zip(other.iter().rev().skip(whole));
    whole + rest.take_while(|(one, other)| one == other).count()
}

/// The words of a help text without the names in it.
fn shape(help: &[u8]) -> impl Iterator<Item = &[u8]> {
    let parts = help.split(is_quote).step_by(2);
    let words = parts.flat_map(|part| part.split(|byte| matches!(byte, b' ' | b'\n')));
    let special = |byte: &u8| matches!(byte, b'0'..=b'9' | b'.' | b'=' | b'[' | b']' | b'<' | b'>');
    words.filter(move |word| !word.iter().any(special))
}

fn is_quote(byte: &u8) -> bool {
    matches!(byte, b'"' | b'`')
}

/// Whether all quotes that begin in a text end in it.
fn is_closed(text: &[u8]) -> bool {
    text.iter().fold(true, |closed, byte| closed ^ is_quote(byte))
}

#[cfg(test)]
mod tests {
    use super::{are_alike, shape};

    #[test]
    fn names_make_no_difference() {
        let alike = |owner: &str, words: &str| {
            are_alike(
                "owner = \"ciso\"  # or who it is",
                &format!("owner = \"{owner}\"  # {words}"),
            )
        };
        assert!(alike("cto", "or who it is") && alike("ciso", "or who it is"));
        assert!(alike("cto", "or who\nit is") && !alike("ciso", "or who it was"));
    }

    /// What is left out of the comparison changes nothing, whatever lines are put together.
    #[test]
    fn same_lines_make_no_difference() {
        let lines = [
            "requirement = \"A.5.1\"",
            "requirement = \"A.8.34\"",
            "applicable = true  # or false, with no drivers and no status",
            "say `one and what goes on in the next line",
            "and ends` here or `begins",
        ];
        let with = |text: &str| lines.map(|line| format!("{text}{line}\n"));
        let all: Vec<String> =
            with("").iter().flat_map(|text| with(text)).flat_map(|text| with(&text)).collect();
        for one in &all {
            for other in &all {
                let same = shape(one.as_bytes()).eq(shape(other.as_bytes()));
                assert_eq!(are_alike(one, other), same, "{one:?} {other:?}");
            }
        }
    }
}

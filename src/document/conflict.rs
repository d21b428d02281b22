//! Merge conflict markers that git left in a file.

/// The bytes of the marker line that starts at `at`, without its line end; `None` where
/// none does.
pub(super) fn marker(text: &str, at: usize) -> Option<Marker> {
    let line = text.get(at..)?.split('\n').next()?;
    let line = line.strip_suffix('\r').unwrap_or(line);
    let first = *line.as_bytes().first()?;
    let side = match first {
        b'<' => Side::Start,
        b'|' | b'=' => Side::Middle,
        b'>' => Side::End,
        _ => return None,
    };
    let signs = line.bytes().take_while(|byte| *byte == first).count();
    let rest = line.get(signs..)?;
    let named = rest.starts_with(' ') && first != b'=';
    (signs == 7 && (rest.is_empty() || named)).then_some(Marker { side, len: line.len() })
}

/// A marker line.
pub(super) struct Marker {
    pub(super) side: Side,
    pub(super) len: usize,
}

/// Which of the lines of a conflict it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Start,
    Middle,
    End,
}

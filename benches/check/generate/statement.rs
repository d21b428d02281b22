//! What there is to decide and to meet: the ids, counted out.

/// The themes of Annex A, with the number of their controls.
const THEMES: [(&str, usize); 4] = [("A.5", 37), ("A.6", 8), ("A.7", 14), ("A.8", 34)];

/// What a company without premises excludes that writes its software itself.
pub(super) const EXCLUDED: [&str; 9] =
    ["A.7.1", "A.7.2", "A.7.3", "A.7.4", "A.7.5", "A.7.6", "A.7.11", "A.7.12", "A.8.30"];

/// The Trust Services Criteria of security, availability and confidentiality, by series.
const SERIES: [(&str, usize); 11] = [
    ("CC1", 5),
    ("CC2", 3),
    ("CC3", 4),
    ("CC4", 2),
    ("CC5", 3),
    ("CC6", 8),
    ("CC7", 5),
    ("CC8", 1),
    ("CC9", 2),
    ("A1", 3),
    ("C1", 2),
];

/// The controls of Annex A that are included.
pub(super) fn included() -> Vec<String> {
    numbered(&THEMES).filter(|id| !EXCLUDED.contains(&id.as_str())).collect()
}

/// The criteria in scope.
pub(super) fn criteria() -> Vec<String> {
    numbered(&SERIES).collect()
}

fn numbered(groups: &'static [(&str, usize)]) -> impl Iterator<Item = String> {
    groups.iter().flat_map(|(group, count)| (1..=*count).map(move |n| format!("{group}.{n}")))
}

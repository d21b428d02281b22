//! Families of records that belong together, read from `families.txt`.
//!
//! They are written as people would write them, with `<placeholders>`, because a kind that
//! changes is then followed by editing text and not code.

use super::random::Random;

/// When a family occurs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Occasion {
    /// Once in each programme.
    Once,
    /// For each control of Annex A that is included.
    Included,
    /// For each that is excluded.
    Excluded,
    /// Where few controls have to meet everything.
    Begin,
    /// Where a document is due.
    Document,
    /// Where a defect is due.
    Defect,
    /// Until all is covered, and then as often as there is room.
    Cover,
    /// As often as there is room.
    Any,
}

/// Records that name each other: a control with its evidence, a risk with its treatment.
pub(super) struct Family {
    pub(super) occasion: Occasion,
    /// How often it occurs among those of its occasion.
    weight: usize,
    /// The records, in order.
    pub(super) records: Vec<Record>,
}

/// A record with placeholders.
pub(super) struct Record {
    /// The name of its table.
    pub(super) kind: &'static str,
    /// Its text, header included.
    pub(super) text: &'static str,
}

/// All families of the file.
pub(super) struct Families(Vec<Family>);

impl Families {
    /// Those of `families.txt`. The file is part of the program, so what cannot be read in it
    /// is left out and seen in the numbers that are printed.
    pub(super) fn shipped() -> Self {
        let text = include_str!("families.txt");
        Self(text.split("\n=== ").skip(1).filter_map(family).collect())
    }

    /// Those of an occasion.
    pub(super) fn of(&self, occasion: Occasion) -> impl Iterator<Item = &Family> {
        self.0.iter().filter(move |family| match family.occasion {
            Occasion::Cover => matches!(occasion, Occasion::Cover | Occasion::Any),
            own => own == occasion,
        })
    }

    /// One of an occasion, by weight.
    pub(super) fn draw(&self, occasion: Occasion, random: &mut Random) -> Option<&Family> {
        let total = self.of(occasion).map(|family| family.weight).sum();
        let mut rest = random.below(total);
        self.of(occasion).find(|family| match rest.checked_sub(family.weight) {
            Some(less) => {
                rest = less;
                false
            }
            None => true,
        })
    }
}

/// `any 12 a quarterly control`, and its records.
fn family(text: &'static str) -> Option<Family> {
    let (head, body) = text.split_once('\n')?;
    let mut head = head.split_whitespace();
    let occasion = match head.next()? {
        "once" => Occasion::Once,
        "included" => Occasion::Included,
        "excluded" => Occasion::Excluded,
        "begin" => Occasion::Begin,
        "document" => Occasion::Document,
        "defect" => Occasion::Defect,
        "cover" => Occasion::Cover,
        "any" => Occasion::Any,
        _ => return None,
    };
    let weight = head.next()?.parse().ok()?;
    let records = body.split("\n\n").filter_map(record).collect();
    Some(Family { occasion, weight, records })
}

/// A paragraph with a header is a record.
fn record(text: &'static str) -> Option<Record> {
    let text = text.trim();
    let (_, header) = text.split_once("[[")?;
    let (kind, _) = header.split_once("]]")?;
    Some(Record { kind, text })
}

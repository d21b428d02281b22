//! Sentences that claim of a SOC 2 report, or of ISO/IEC 27002, what neither can give.

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::sign::Signs;
use super::texts;
use crate::finding::Draft;
use crate::prose::Block;
use crate::workspace::Workspace;

const RULE: &str = "misleading-claim";

pub(super) fn find(workspace: &Workspace, _today: Date) -> Vec<Draft> {
    texts::find_in(workspace, may_be_in, |text| {
        let mut drafts = Vec::new();
        let mut lead = Lead::default();
        let mut next = text.prose.blocks.iter().skip(1);
        for block in &text.prose.blocks {
            lead.follow(block, next.next());
            drafts.extend(lead.claims(block).into_iter().map(|(claim, part)| {
                let said = texts::clipped(block.text.get(part.clone()).unwrap_or_default());
                text.draft(workspace, RULE, block, part)
                    .with("claim", said)
                    .with("fault", claim.fault)
                    .with("hint", claim.hint)
            }));
        }
        drafts
    })
}

/// Whether a file could hold a claim: most speak of neither.
fn may_be_in(file: &str) -> bool {
    static NAMED: LazyLock<Signs> = LazyLock::new(|| Signs::of(&["SOC", "Soc", "soc", "27002"]));
    static CLAIMED: LazyLock<Signs> =
        LazyLock::new(|| Signs::of(&["ertif", "ERTIF", "alid", "ALID", "xpir", "XPIR"]));
    NAMED.are_in(file) && CLAIMED.are_in(file)
}

/// A way to claim too much.
struct Claim {
    said: Regex,
    /// Whether it is no claim in a heading, which only names a topic.
    only_in_text: bool,
    /// Words between, with which it is said of something else.
    unless: &'static [&'static str],
    fault: &'static str,
    hint: &'static str,
}

const ATTESTED: &str = "a SOC 2 report attests, and nobody is certified by it";
const WRITE_REPORT: &str =
    "has a SOC 2 Type 2 report, issued by <firm> for <first day> to <last day>";
const GUIDANCE: &str = "ISO/IEC 27002 is guidance, and nobody is certified to it";
const WRITE_27001: &str =
    "certified to ISO/IEC 27001, with controls after the guidance of ISO/IEC 27002";
const NO_EXPIRY: &str = "a SOC 2 report speaks of its period and has no end of validity";
const WRITE_PERIOD: &str =
    "the SOC 2 report speaks of <first day> to <last day>; a bridge letter covers the time since";

static CLAIMS: LazyLock<Vec<Claim>> = LazyLock::new(|| {
    let soc = r"SOC[\s-]?[123](?:\s+type\s+(?:1|2|II?))?";
    let iso = |number: &str| format!(r"ISO(?:/IEC)?[\s-]*{number}(?::\d{{4}})?");
    let with_iso = format!(r"(?:\s*(?:,|/|&|and|or)\s*{})?", iso("27001"));
    let to = r"certified\s+(?:to|for|against|under|in|according\s+to|as)\s+";
    let certified = format!(r"{soc}{with_iso}[\s-]+certified");
    let certificate = format!(r"{soc}[\s-]+certificat(?:es?|ions?)");
    let certified_for = format!(r"{to}(?:{}\s*(?:,|/|&|and|or)\s*)?{soc}", iso("27001"));
    let guidance = format!(r"{0}[\s-]+certifi(?:ed|cates?|cations?)|{to}{0}", iso("27002"));
    let valid = format!(
        r"{soc}\b[^.;:!?]{{0,60}}?\b(?:valid\s+(?:until|through|till|for)|expires\s+(?:on|in)|expiry\s+date|expiration\s+date)"
    );
    let other = &["certificate", "iso", "letter", "contract", "agreement", "nda", "key", "link"];
    let all: [(&str, bool, &'static [&'static str], &'static str, &'static str); 5] = [
        (&certified, false, &[], ATTESTED, WRITE_REPORT),
        (&certificate, true, &[], ATTESTED, WRITE_REPORT),
        (&certified_for, false, &[], ATTESTED, WRITE_REPORT),
        (&guidance, false, &[], GUIDANCE, WRITE_27001),
        (&valid, false, other, NO_EXPIRY, WRITE_PERIOD),
    ];
    let claims = all.into_iter().filter_map(|(said, only_in_text, unless, fault, hint)| {
        let said = Regex::new(&format!(r"(?i)\b(?:{said})\b")).ok()?;
        Some(Claim { said, only_in_text, unless, fault, hint })
    });
    claims.collect()
});

/// A sentence with one of these says that it is not so, asks, or speaks of the words.
static DENIED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)\b(?:not|no|nobody|none|never|cannot|nothing|nor|neither|without|wrong(?:ly)?|incorrect(?:ly)?|
        mislead(?:s|ing)|misnomer|mistaken?(?:ly)?|forbidden|prohibited|instead|rather\ than|so-called|avoid(?:s|ed)?|whether|if|
        asks?|asked|calls?|called|says?|said|terms?|phrases?|wording|loosely)\b|n['’]t\b",
    )
    .ok()
});

/// What was said above a block: "Do not write:", or a heading that says so.
#[derive(Default)]
struct Lead<'b> {
    heading: Option<&'b Block>,
    opening: Option<&'b Block>,
    /// The line below a heading, which may take it back.
    answer: Option<&'b Block>,
}

impl<'b> Lead<'b> {
    fn follow(&mut self, block: &'b Block, next: Option<&'b Block>) {
        self.answer = next.filter(|next| block.heading && !next.heading);
        if block.heading {
            (self.heading, self.opening) = (Some(block), None);
        } else if block.text.trim_end().ends_with(':') {
            self.opening = Some(block);
        }
    }

    /// Whether what stands around a block takes back whatever it says.
    fn denies(&self) -> bool {
        let around = [self.heading, self.opening, self.answer];
        around.into_iter().flatten().any(|block| is_denied(&block.text))
    }

    /// The claims of a block, in order, none within another.
    fn claims(&self, block: &Block) -> Vec<(&'static Claim, Range<usize>)> {
        let mut found: Vec<(&Claim, Range<usize>)> = Vec::new();
        let text = block.text.as_str();
        for claim in CLAIMS.iter().filter(|claim| !(claim.only_in_text && block.heading)) {
            for said in claim.said.find_iter(text).filter(|said| claim.is_of_it(said.as_str())) {
                let part = said.range();
                let apart = found
                    .iter()
                    .all(|(_, known)| part.end <= known.start || known.end <= part.start);
                if apart && !texts::quoted(text, &part) && !is_explained(text, &part) {
                    found.push((claim, part));
                }
            }
        }
        if found.is_empty() || self.denies() {
            return Vec::new();
        }
        found.sort_by_key(|(_, part)| part.start);
        found
    }
}

impl Claim {
    /// Whether it is said of the report, and not of something else that is named with it.
    fn is_of_it(&self, said: &str) -> bool {
        let said = said.to_lowercase();
        let mut words = said.split(|c: char| !c.is_alphanumeric());
        !words.any(|word| self.unless.contains(&word.trim_end_matches('s')))
    }
}

/// What firms and people are certified for, when it is their work.
const WORK: [&str; 6] =
    ["audit", "engagement", "examination", "assessor", "practitioner", "attestation"];

/// Whether the sentence around a claim, or the next one, takes it back.
fn is_explained(text: &str, part: &Range<usize>) -> bool {
    let behind = text.get(part.end..).unwrap_or_default().trim_start();
    // The entry of a glossary, or those who work on reports.
    let is_term = text.get(..part.start).is_some_and(|before| before.trim().is_empty())
        && behind.starts_with(':');
    if is_term || WORK.iter().any(|word| behind.starts_with(word)) {
        return true;
    }
    let start = ends(text).take_while(|end| *end <= part.start).last().unwrap_or(0);
    let mut behind = ends(text).filter(|end| *end >= part.end);
    let end = behind.next().unwrap_or(text.len());
    let next = behind.next().unwrap_or(text.len());
    let sentence = text.get(start..end).unwrap_or_default();
    let following = text.get(end..next).unwrap_or_default().trim_start().to_lowercase();
    let taken_back = ["that is", "this is", "there is", "it is"]
        .iter()
        .any(|opening| following.starts_with(opening));
    sentence.trim_end().ends_with('?') || is_denied(sentence) || taken_back && is_denied(&following)
}

/// The ends of the sentences of a text.
fn ends(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.match_indices(['.', '!', '?']).map(|(at, mark)| at + mark.len()).filter(|end| {
        text.get(*end..).is_none_or(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
    })
}

fn is_denied(text: &str) -> bool {
    DENIED.as_ref().is_some_and(|denied| denied.is_match(text))
}

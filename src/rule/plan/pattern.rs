//! Regular expressions of rules.
//!
//! Those of shipped rules come compiled for texts of ASCII, which nearly every text is. All others are
//! compiled when a text is first held against them: compiling all of them takes longer than checking a
//! small programme. For the letters of all languages that takes many times longer than for those of
//! ASCII, so that there is one form for each.

use std::ops::Range;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use regex_automata::dfa::{Automaton, dense};
use regex_automata::hybrid::dfa::{Cache, DFA};
use regex_automata::meta::{self, Regex};
use regex_automata::nfa::thompson::{self, WhichCaptures};
use regex_automata::util::pool::Pool;
use regex_automata::util::prefilter::Prefilter;
use regex_automata::util::syntax;
use regex_automata::util::wire::AlignAs;
use regex_automata::{Input, MatchKind, Span};

/// A pattern that was compiled with the program, as numbers that lie where numbers may.
type Table = AlignAs<[u8], u32>;

include!(concat!(env!("OUT_DIR"), "/patterns.rs"));

/// What a value matches or does not.
#[derive(Debug)]
pub(crate) struct Pattern {
    text: String,
    /// How many texts were held against it, as long as these are few.
    asked: AtomicU32,
    ascii: OnceLock<Option<Box<Ascii>>>,
    full: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// A pattern of that text.
    pub(super) fn new(text: &str) -> Self {
        let (asked, ascii, full) = Default::default();
        Self { text: text.to_owned(), asked, ascii, full }
    }

    /// Whether it occurs in a text.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        if text.is_ascii()
            && let Some(is_match) = self.is_match_of_ascii(text)
        {
            return is_match;
        }
        // What does not compile is said when the rule is made ready.
        let full = self.full.get_or_init(|| compile(&self.text, syntax::Config::new(), false));
        full.as_ref().is_some_and(|regex| regex.is_match(text))
    }

    fn is_match_of_ascii(&self, text: &str) -> Option<bool> {
        let ascii = self.ascii.get_or_init(|| Ascii::new(&self.text).map(Box::new)).as_ref()?;
        if self.asked.load(Relaxed) < FEW {
            self.asked.fetch_add(1, Relaxed);
        } else if ascii.lacks_beginning(&self.text, text) {
            return Some(false);
        }
        ascii.is_match(text)
    }
}

/// A pattern that answers yes or no about texts of ASCII. Nothing of it is prepared to say where.
#[derive(Debug)]
struct Ascii {
    machine: Machine,
    /// What every match begins with, where that is looked for more quickly.
    beginnings: OnceLock<Option<Prefilter>>,
}

/// What finds out.
#[derive(Debug)]
enum Machine {
    /// Of a shipped rule, compiled with the program.
    Ready(Box<dense::DFA<&'static [u32]>>),
    /// Of a company's own, made as far as the texts need it.
    Lazy(Box<(DFA, Pool<Cache, Make>)>),
}

/// Of so many texts it is not worth finding out how all matches begin.
const FEW: u32 = 64;

type Make = Box<dyn Fn() -> Cache + Send + Sync + UnwindSafe + RefUnwindSafe>;

impl Ascii {
    fn new(pattern: &str) -> Option<Self> {
        let machine = Machine::ready(pattern).or_else(|| Machine::lazy(pattern))?;
        Some(Self { machine, beginnings: OnceLock::new() })
    }

    /// Whether it occurs, or nothing where that takes more room than there is.
    fn is_match(&self, text: &str) -> Option<bool> {
        let input = Input::new(text).earliest(true);
        let found = match &self.machine {
            Machine::Ready(dfa) => dfa.try_search_fwd(&input),
            Machine::Lazy(made) => made.0.try_search_fwd(&mut made.1.get(), &input),
        };
        found.ok().map(|found| found.is_some())
    }

    /// Whether nothing in a text begins as every match does.
    fn lacks_beginning(&self, pattern: &str, text: &str) -> bool {
        let beginnings = self.beginnings.get_or_init(|| beginnings(pattern)).as_ref();
        let whole = Span::from(0..text.len());
        beginnings.is_some_and(|beginnings| beginnings.find(text.as_bytes(), whole).is_none())
    }
}

impl Machine {
    fn ready(pattern: &str) -> Option<Self> {
        let (_, table) = READY.iter().find(|(text, _)| *text == pattern)?;
        dense::DFA::from_bytes(&table.bytes).ok().map(|(dfa, _)| Self::Ready(Box::new(dfa)))
    }

    fn lazy(pattern: &str) -> Option<Self> {
        let whole = thompson::Config::new().which_captures(WhichCaptures::None);
        let syntax = ascii(pattern)?;
        let dfa = DFA::builder().syntax(syntax).thompson(whole).build(pattern).ok()?;
        let make = dfa.clone();
        let caches = Pool::new(Box::new(move || make.create_cache()) as Make);
        Some(Self::Lazy(Box::new((dfa, caches))))
    }
}

/// What every match of a pattern in ASCII begins with; nothing where the matches begin in too many ways
/// to look for these more quickly than for the matches.
fn beginnings(pattern: &str) -> Option<Prefilter> {
    let parsed = syntax::parse_with(pattern, &ascii(pattern)?).ok()?;
    Prefilter::from_hir_prefix(MatchKind::LeftmostFirst, &parsed).filter(Prefilter::is_fast)
}

/// What is looked for in long texts, such as documents.
#[derive(Debug)]
pub(crate) struct Search {
    text: String,
    ascii: OnceLock<Option<Regex>>,
    full: OnceLock<Option<Regex>>,
}

impl Search {
    /// A search for what a regular expression says.
    pub(crate) fn new(text: &str) -> Self {
        Self { text: text.to_owned(), ascii: OnceLock::new(), full: OnceLock::new() }
    }

    /// Whether it occurs in a text.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        self.regex(text).is_some_and(|regex| regex.is_match(text))
    }

    /// Where it occurs in a text.
    pub(crate) fn find_iter<'t>(
        &'t self,
        text: &'t str,
    ) -> impl Iterator<Item = Range<usize>> + 't {
        let regex = self.regex(text).into_iter();
        regex.flat_map(move |regex| regex.find_iter(text)).map(|found| found.range())
    }

    fn regex(&self, text: &str) -> Option<&Regex> {
        let compiled = |syntax| compile(&self.text, syntax, true);
        if text.is_ascii()
            && let Some(regex) = self.ascii.get_or_init(|| ascii(&self.text).and_then(compiled))
        {
            return Some(regex);
        }
        self.full.get_or_init(|| compiled(syntax::Config::new())).as_ref()
    }
}

/// How a pattern reads that finds the same in texts of ASCII. One that names another letter has no such
/// form, even by its number: the sign for kelvin is a `k` to those who do not mind the case of letters.
fn ascii(pattern: &str) -> Option<syntax::Config> {
    let by_number = [r"\x", r"\u", r"\U"].iter().any(|escape| pattern.contains(escape));
    let plain = pattern.is_ascii() && !by_number;
    plain.then(|| syntax::Config::new().unicode(false).utf8(false))
}

/// Compiles as the `regex` crate does, less what makes it quicker in long texts where it is held
/// against short ones: for a title or an answer that takes ten times longer to prepare than it ever
/// wins back.
fn compile(text: &str, syntax: syntax::Config, long: bool) -> Option<Regex> {
    let quick = meta::Config::new()
        .auto_prefilter(long)
        .onepass(false)
        .dfa(false)
        .which_captures(WhichCaptures::Implicit);
    Regex::builder().configure(quick).syntax(syntax).build(text).ok()
}

#[cfg(test)]
mod tests {
    use super::{Machine, Pattern, Search};

    #[test]
    fn matches_as_the_regex_crate_does() {
        for (pattern, text, is_match) in [
            (r"(?i)\bclimat", "Das Klima, the CLIMATE", true),
            (r"(?i)\bclimat", "acclimatise", false),
            (r"(?i)\bÜBER", "über", true),
            (r"\bber", "über", false),
            (r"\S", " \u{a0}\u{3000}\n", false),
            (r"(?i)risk", "ri\u{17f}\u{212a}", true),
            (r"(?i)\u{212a}ey", "key", true),
            (r"\p{Lu}", "a B", true),
            (r"(", "(", false),
        ] {
            assert_eq!(Pattern::new(pattern).is_match(text), is_match, "{pattern} {text}");
            let regex = regex::Regex::new(pattern);
            assert_eq!(regex.is_ok_and(|regex| regex.is_match(text)), is_match, "{pattern} {text}");
        }
    }

    /// Texts that the shipped patterns are held against: what they look for, and what stands close to it.
    fn texts(pattern: &str) -> Vec<String> {
        let words: Vec<&str> = pattern.split(|c: char| !c.is_ascii_alphanumeric()).collect();
        let whole = words.iter().map(|word| (*word).to_owned());
        let around = words.iter().flat_map(|word| {
            ["{}", " {} ", "x{}", "{}x", "{}s, of", "the {}.", "{}\t(that", "?{}? \n", "é{}"]
                .map(|around| around.replace("{}", word))
        });
        let pairs = words.windows(2).map(|pair| pair.join(" ").to_uppercase());
        let controls = (0..=127u8).map(|byte| char::from(byte).to_string());
        whole.chain(around).chain(pairs).chain(controls).collect()
    }

    #[test]
    fn finds_the_same_for_what_ships() {
        let mut held = 0;
        for value in
            crate::rule::shipped_sources().iter().flat_map(|text| text.split("matches = ").skip(1))
        {
            // As the file writes it: a backslash too many only makes it another pattern.
            let (pattern, _) = value[1..].split_once(&value[..1]).unwrap();
            let (own, search) = (Pattern::new(pattern), Search::new(pattern));
            let often = Pattern::new(pattern);
            (0..super::FEW).for_each(|_| assert_eq!(often.is_match(""), own.is_match("")));
            let full = regex::Regex::new(pattern).unwrap();
            for text in texts(pattern) {
                assert_eq!(own.is_match(&text), full.is_match(&text), "{pattern} {text:?}");
                assert_eq!(often.is_match(&text), full.is_match(&text), "{pattern} {text:?}");
                let found: Vec<_> = full.find_iter(&text).map(|found| found.range()).collect();
                assert_eq!(
                    search.find_iter(&text).collect::<Vec<_>>(),
                    found,
                    "{pattern} {text:?}"
                );
                assert_eq!(search.is_match(&text), !found.is_empty(), "{pattern} {text:?}");
                held += 1;
            }
            let machine = own.ascii.get().unwrap().as_ref().map(|ascii| &ascii.machine);
            // In a text of TOML in double quotes a backslash stands for another sign.
            let as_it_is = value.starts_with('\'') || !pattern.contains('\\');
            assert!(
                matches!(
                    (machine, as_it_is),
                    (Some(Machine::Ready(_)), true) | (Some(Machine::Lazy(_)), false)
                ),
                "{pattern}"
            );
        }
        assert!(held > 1_000, "{held}");
    }
}

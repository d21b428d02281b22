//! Requirements that records answer by what they are: a treatment is part of the risk treatment
//! plan whether or not it says so.

use super::eval::{Subject, is_one_of};
use super::getter::Getter;
use super::plan::{Is, When, place};
use crate::framework::Meaning;
use crate::kind::read::{Link, To};
use crate::kind::{Info, KindNo};
use crate::memory::LongList;
use crate::span::Span;
use crate::workspace::given::Bits;
use crate::workspace::said::Meant;
use crate::workspace::{Record, Workspace, links};

/// An answer of a kind, ready.
struct Nature {
    requirements: Vec<u32>,
    condition: When,
    /// The words that the condition asks for beyond what bits answer, where that is all.
    words: Option<Meant>,
}

impl Nature {
    /// Whether its condition holds of a record that gives these keys, where what is noted of it tells.
    fn told(&self, given: Bits, record: &Record) -> Option<bool> {
        let told = self.condition.told(given, record.state);
        told.or_else(|| self.words?.said_by(record.said))
    }
}

/// Adds a link for each requirement that a record answers by its kind.
pub(crate) fn add(workspace: &Workspace, links: &mut LongList<Link>) {
    let natures = natures(workspace);
    if natures.iter().all(Vec::is_empty) {
        return;
    }
    let added = crate::parallel::ranges(PIECE, workspace.records.len(), |numbers| {
        let mut links = Vec::new();
        for number in numbers {
            answers_of(workspace, number as u32, &natures, &mut links);
        }
        links
    });
    // Outgoing links are found by their record's place in the list, so these stand behind them all.
    links.reserve_exact(added.iter().map(Vec::len).sum());
    added.into_iter().for_each(|added| links.extend(added));
}

/// So many records are a piece of work for a thread.
const PIECE: usize = 1024;

fn answers_of(workspace: &Workspace, number: u32, natures: &[Vec<Nature>], links: &mut Vec<Link>) {
    let Some(record) = workspace.records.get(number as usize) else { return };
    let Some(of_kind) = natures.get(record.kind as usize).filter(|list| !list.is_empty()) else {
        return;
    };
    let given = workspace.given(record);
    for nature in of_kind {
        let told = given.and_then(|given| nature.told(given, record));
        if !told.unwrap_or_else(|| holds(workspace, number, &nature.condition)) {
            continue;
        }
        let to = nature.requirements.iter().map(|number| To::Requirement(*number));
        links.extend(
            to.map(|to| Link::new(number, record.node, links::BY_NATURE, to, Span::default())),
        );
    }
}

/// Whether a condition holds of a record, where it takes a look to tell.
fn holds(workspace: &Workspace, number: u32, condition: &When) -> bool {
    // What a record is does not depend on the day.
    let subject = Subject::record(workspace, jiff::civil::Date::MIN, number);
    subject.is_some_and(|subject| subject.holds(condition))
}

/// The answers of every kind, by kind number; those of frameworks out of scope are left out.
fn natures(workspace: &Workspace) -> Vec<Vec<Nature>> {
    workspace.kinds.iter().map(|(kind, _)| nature_of(workspace, kind)).collect()
}

fn nature_of(workspace: &Workspace, kind: KindNo) -> Vec<Nature> {
    let Some(info) = workspace.kinds.get(kind) else { return Vec::new() };
    let answers = info.kind.answers.iter().filter_map(|answer| {
        let framework = workspace.catalogs.number(&answer.framework)?;
        workspace.settings.declared(framework)?;
        let mut requirements: Vec<u32> = answer
            .requirements
            .iter()
            .filter_map(|id| match workspace.catalogs.meaning(framework, id) {
                Meaning::Requirement(number) => Some(number),
                _ => None,
            })
            .collect();
        requirements.dedup();
        let condition = super::plan::condition(&answer.condition, info, workspace);
        let words = words(&condition, info);
        Some(Nature { requirements, condition, words })
    });
    answers.collect()
}

/// The words of one key that a condition asks for beyond what bits answer, where that is all and it is
/// noted of each record which word it says.
fn words(condition: &When, info: &Info) -> Option<Meant> {
    let When { tests, beyond, masks } = condition;
    let is_open = |at: usize| masks.answered() & place(at) == 0;
    let mut open = tests.iter().enumerate().filter(|(at, _)| is_open(*at)).map(|(_, test)| test);
    let (Some((Getter::Key(tags), Is::OneOf(words))), None) = (open.next(), open.next()) else {
        return None;
    };
    let (tag, key) = match **tags {
        [tag] if beyond.is_none() => (tag, info.key(tag)?),
        _ => return None,
    };
    Meant::of(info, tag, |word| is_one_of(word, key, words))
}

#[cfg(test)]
mod tests {
    use crate::workspace::links::BY_NATURE;
    use crate::workspace::{Options, Workspace};

    /// The word that a kind asks for counts however it is written, and nothing else does.
    #[test]
    fn a_record_answers_by_the_word_that_it_says() {
        let said = ["\"done\"", "\"planned\"", "\"complete\"", "'done'", "\"\"", "3"];
        let treatment = |(at, said)| format!("[[treatment]]\nid = \"t{at}\"\nstatus = {said}\n");
        let records: String = said.iter().enumerate().map(treatment).collect();
        let files = [("complint.toml", "[frameworks.iso27001]\n"), ("t.toml", records.as_str())];
        let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
        let workspace = Workspace::from_files(files.to_vec(), &Options::default()).unwrap();
        let answering = |id: &str| -> Vec<u32> {
            let number = workspace.catalogs.by_id("iso27001").unwrap().find(id).unwrap();
            let links = workspace.links.to_requirement(number);
            links.filter(|link| link.tag == BY_NATURE).map(|link| link.record).collect()
        };
        assert_eq!(answering("8.3"), [0, 3]);
        assert_eq!(answering("6.1.3 e"), [0, 1, 2, 3, 4, 5]);
    }

    /// What `complint.toml` says is looked for in that of the programme, wherever it stands in it.
    #[test]
    fn a_record_answers_by_what_its_own_programme_says() {
        let kind = "id = \"licence\"\ntitle = \"Licence\"\ntraits = [\"record\"]\n[[answers]]\n\
            framework = \"iso27001\"\nrequirements = [\"A.5.32\"]\n\
            where = { \"setting.organization.name\" = \"Acme\" }\n";
        let end = "[frameworks.iso27001]\n[extend]\nkinds = [\"kinds/*.toml\"]\n";
        for (organization, answers) in [
            ("[organization]\nname = \"Acme\"\n", 1),
            ("[organization]\nmarkets = [\"eu\"]\nname = \"Acme\"\n", 1),
            ("[organization]\nname = \"Emca\"\n", 0),
            ("", 0),
        ] {
            let files = [
                ("complint.toml", format!("{organization}{end}")),
                ("kinds/licence.toml", kind.to_owned()),
                ("l.toml", "[[licence]]\nid = \"a\"\ntitle = \"A\"\n".to_owned()),
            ];
            let files = files.map(|(path, text)| (path.to_owned(), text.into_bytes()));
            let workspace = Workspace::from_files(files.to_vec(), &Options::default()).unwrap();
            let links = workspace.links.starting(0).iter().filter(|link| link.tag == BY_NATURE);
            assert_eq!(links.count(), answers, "{organization}{:?}", workspace.drafts);
        }
    }
}

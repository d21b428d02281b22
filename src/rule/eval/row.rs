//! A requirement with what its catalog and the programme say of it. Rules ask for it again and again,
//! so it is looked up once.

use super::plainly::is_among;
use crate::config::{Declared, SetAside};
use crate::framework::{Catalog, Requirement, RequirementNo};
use crate::rule::getter::Field;
use crate::rule::types::Literal;
use crate::workspace::Workspace;

/// A requirement.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'w> {
    pub number: RequirementNo,
    pub catalog: &'w Catalog,
    pub requirement: &'w Requirement,
    /// Its framework, where the programme has that in scope.
    pub declared: Option<&'w Declared>,
}

impl<'w> Row<'w> {
    /// The requirement with that number.
    pub(crate) fn of(workspace: &'w Workspace, number: RequirementNo) -> Option<Self> {
        let (framework, catalog) = workspace.catalogs.catalog_of(number)?;
        let requirement = catalog.data.requirements.get((number - catalog.first) as usize)?;
        let declared = workspace.settings.declared(framework);
        Some(Self { number, catalog, requirement, declared })
    }

    /// Whether what rules ask of all requirements first is the same of another one.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        let one = self.requirement;
        std::ptr::eq(self.catalog, other.catalog)
            && one.part == other.requirement.part
            && self.in_scope() == other.in_scope()
    }

    /// Whether a field is one of some words of all requirements that are alike, or of none of them;
    /// nothing where each has to be asked.
    pub(crate) fn share(alike: &[Self], field: Field, words: &[Literal]) -> Option<bool> {
        let (first, others) = alike.split_first()?;
        match field {
            // This is what they are alike in.
            Field::Framework | Field::Edition | Field::Part | Field::InScope => {
                first.is_one_of(field, words)
            }
            // And in this no two of them are.
            Field::Id => {
                let is_id = |id: &str| alike.iter().any(|row| row.requirement.id == *id);
                let is_there = |word: &Literal| matches!(word, Literal::LitText(id) if is_id(id));
                (!words.iter().any(is_there)).then_some(false)
            }
            _ => {
                let flag = first.flag(field)?;
                let is_same = |other: &Self| other.flag(field) == Some(flag);
                others.iter().all(is_same).then(|| has_flag(words, flag))
            }
        }
    }

    /// Whether a field is one of some words, of those that are looked at most.
    pub(super) fn is_one_of(&self, field: Field, words: &[Literal]) -> Option<bool> {
        let requirement = self.requirement;
        // An empty text is no value.
        let text = |own: &str| !own.is_empty() && is_among(own, words);
        Some(match field {
            Field::Id => text(&requirement.id),
            Field::Part => text(&requirement.part),
            Field::Framework => text(self.catalog.id()),
            Field::Edition => text(&self.catalog.data.head.edition),
            _ => has_flag(words, self.flag(field)?),
        })
    }

    /// A field that is so or not so; nothing of one that is a text.
    fn flag(&self, field: Field) -> Option<bool> {
        Some(match field {
            Field::Assessable => self.requirement.assessable,
            Field::Documented => !self.requirement.documents.is_empty(),
            Field::InScope => self.in_scope(),
            Field::SetAside => self.aside().is_some(),
            _ => return None,
        })
    }

    /// Whether the programme has it in scope.
    pub(crate) fn in_scope(&self) -> bool {
        self.declared.is_some_and(|declared| declared.covers(self.requirement))
    }

    /// The entry by which the programme sets it aside.
    pub(crate) fn aside(&self) -> Option<&'w SetAside> {
        self.declared?.aside(self.number)
    }
}

fn has_flag(words: &[Literal], flag: bool) -> bool {
    words.iter().any(|word| matches!(word, Literal::LitBool(own) if *own == flag))
}

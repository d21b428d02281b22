//! What was asked for on the command line, understood or refused.

use super::Error;
use super::surroundings::Surroundings;
use crate::cli::InitArgs;
use crate::framework::{Framework, shipped};
use crate::layout::{Wish, has};
use crate::words::{closest, join_or};

/// The categories of a SOC 2 report; the first is in every one.
pub(crate) const CATEGORIES: &[&str] =
    &["security", "availability", "processing-integrity", "confidentiality", "privacy"];

/// The frameworks that a programme can begin with: those that are shipped, in the edition in force.
pub(crate) fn offered() -> impl Iterator<Item = &'static Framework> {
    shipped().iter().filter(|framework| !framework.head.withdrawn)
}

/// The frameworks by their ids, each once and in the order of the catalogs.
///
/// # Errors
///
/// Where an id is that of none.
pub(super) fn frameworks<T: AsRef<str>>(ids: &[T]) -> Result<Vec<&'static Framework>, Error> {
    let known = || offered().map(|framework| framework.head.id.as_str());
    // A comma too many names nothing.
    let named = || ids.iter().map(|id| id.as_ref().trim()).filter(|id| !id.is_empty());
    if named().next().is_none() {
        return Err(Error::Usage {
            message: "nothing was written: --framework names none".to_owned(),
            help: Some(join_or(&known().collect::<Vec<_>>())),
        });
    }
    for id in named() {
        if !known().any(|known| known == id) {
            let help = match closest(id, known()) {
                Some(close) => format!("did you mean `{}`?", close.word),
                None => format!(
                    "{}; others are added to complint.toml with their catalog",
                    join_or(&known().collect::<Vec<_>>())
                ),
            };
            let message = format!("nothing was written: no framework is called `{id}`");
            return Err(Error::Usage { message, help: Some(help) });
        }
    }
    Ok(offered().filter(|framework| named().any(|id| framework.head.id == id)).collect())
}

/// All that is wanted.
///
/// # Errors
///
/// Where flags do not go together.
pub(super) fn wish(
    args: &InitArgs,
    frameworks: Vec<&'static Framework>,
    surroundings: Surroundings,
) -> Result<Wish, Error> {
    let soc2 = frameworks.iter().any(|framework| has(framework, "criterion"));
    if !soc2 && (args.soc2_type.is_some() || !args.soc2_categories.is_empty()) {
        return Err(Error::usage(
            "nothing was written: --soc2-type and --soc2-categories go with --framework soc2",
        ));
    }
    let (name, guessed) = match &args.name {
        Some(name) if name.trim().is_empty() => {
            return Err(Error::usage(
                "nothing was written: --name is the company's name, and it is blank",
            ));
        }
        Some(name) => (name.trim().to_owned(), None),
        None => (surroundings.name, Some(surroundings.place)),
    };
    let chosen = |category: &&str| {
        *category == CATEGORIES[0] || args.soc2_categories.iter().any(|it| it == category)
    };
    Ok(Wish {
        name,
        guessed,
        frameworks,
        soc2_type: args.soc2_type,
        categories: CATEGORIES.iter().filter(|it| chosen(it)).map(|it| (*it).to_owned()).collect(),
        today: args.day.date(),
        shared: surroundings.shared,
    })
}

#[cfg(test)]
mod tests {
    use super::CATEGORIES;

    #[test]
    fn categories_are_those_of_complint_toml() {
        let key = crate::kind::form("complint").and_then(|form| {
            let frameworks = form.keys.iter().find(|key| key.name == "frameworks")?;
            frameworks.keys.first()?.keys.iter().find(|key| key.name == "categories")
        });
        let values = &key.expect("complint.toml has the key").values;
        assert_eq!(values.iter().map(|value| value.as_str()).collect::<Vec<_>>(), CATEGORIES);
    }
}

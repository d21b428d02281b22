//! `complint schema`: JSON Schema for editors.

use std::io::Write;

use super::{CLEAN, Stop};
use crate::cli::SchemaArgs;
use crate::error::Error;
use crate::framework::Catalogs;
use crate::kind::Kinds;
use crate::rule::Rules;
use crate::schema::{CONFIG, RECORDS, RULE, Scope, config, kind, records, rule};
use crate::source::discover;
use crate::words::closest;
use crate::workspace::{Options, Workspace};

/// Prints a schema: with a programme at hand, of its own kinds, frameworks and rules as well.
///
/// # Errors
///
/// A name that no schema has, several programmes, one that cannot be read, and what writing says.
pub fn run(args: &SchemaArgs, out: &mut dyn Write) -> Result<u8, Stop> {
    let roots = match discover(&args.path) {
        Err(Error::NoProgramme { .. }) => Vec::new(),
        found => found?,
    };
    let text = match roots.as_slice() {
        [] => shipped(&args.name)?,
        [root] => match Workspace::open(root, &Options::default()) {
            // Schemas are wanted before there is a record.
            Err(Error::NothingToLint { .. }) => shipped(&args.name)?,
            opened => {
                let Workspace { kinds, catalogs, rules, .. } = &opened?;
                schema(Scope { kinds, catalogs, rules, closed: true }, &args.name)?
            }
        },
        several => return Err(ambiguous(&args.path, several.len(), &args.name).into()),
    };
    out.write_all(text.as_bytes())?;
    Ok(CLEAN)
}

fn shipped(name: &str) -> Result<String, Error> {
    let (kinds, _) = Kinds::new(Vec::new());
    let (catalogs, rules) = (Catalogs::default(), Rules::default());
    schema(Scope { kinds: &kinds, catalogs: &catalogs, rules: &rules, closed: false }, name)
}

fn schema(scope: Scope<'_>, name: &str) -> Result<String, Error> {
    match name {
        RECORDS => Ok(records(scope)),
        CONFIG => Ok(config(scope)),
        RULE => Ok(rule(scope)),
        name => match scope.kinds.by_id(name) {
            Some(info) => Ok(kind(scope, info)),
            None => Err(unknown(scope, name)),
        },
    }
}

fn unknown(scope: Scope<'_>, name: &str) -> Error {
    let close = closest(name, scope.kinds.ids().chain([RECORDS, CONFIG, RULE]));
    let help = match close {
        Some(close) => format!("did you mean `{}`?", close.word),
        None => format!("a kind that `complint kinds` lists, `{RECORDS}`, `{CONFIG}` or `{RULE}`"),
    };
    Error::Usage { message: format!("no kind is called `{name}`"), help: Some(help) }
}

fn ambiguous(path: &std::path::Path, number: usize, name: &str) -> Error {
    Error::Usage {
        message: format!("`{}` holds {number} programmes", path.display()),
        help: Some(format!("name the folder of one: complint schema {name} FOLDER")),
    }
}

//! `complint init`: a programme to begin with. Flags decide, then the surroundings; a person is asked
//! for what neither knows, which is the frameworks.
//!
//! It never overwrites. One file in the way, and nothing is written; settings of editors alone may
//! be there already, and then stay.

use std::io::{self, BufRead, Write};
use std::path::Path;

use super::{CLEAN, Stop};
use crate::cli::InitArgs;
use crate::error::Error;
use crate::framework::Framework;
use crate::layout::{self, File, SETTINGS, Settings, Wish, has};
use crate::output::clean_line;
use crate::source::{MANIFEST, Obstacle, create_all, destination, find_root, obstacle};

mod ask;
mod choice;
mod said;
mod surroundings;

pub(crate) use choice::{CATEGORIES, offered};

/// Runs the command.
///
/// # Errors
///
/// Frameworks that are neither said nor can be asked for, a programme or a file that is there
/// already, and what writing says.
pub fn run(args: &InitArgs, out: &mut dyn Write) -> Result<u8, Stop> {
    let root = destination(&args.path).map_err(|error| Error::unreadable(&args.path, &error))?;
    is_free(&root, &args.path)?;
    let frameworks = frameworks(args, out)?;
    let surroundings = surroundings::look(&root);
    let wish = choice::wish(args, frameworks, surroundings)?;
    let plan = Plan::new(&root, &wish)?;
    if !args.dry_run {
        let texts = plan.files.iter().map(|file| (file.path.as_str(), file.text.as_str()));
        create_all(&root, texts).map_err(|(path, error)| {
            Error::usage(format!("nothing was written: cannot write {}: {error}", path.display()))
        })?;
    }
    said::say(args, &wish, &plan, out)?;
    Ok(CLEAN)
}

/// Whether a programme can begin in a folder.
fn is_free(root: &Path, asked: &Path) -> Result<(), Error> {
    let Some(found) = find_root(root) else { return Ok(()) };
    let folder = asked.display();
    Err(if found == root {
        Error::Usage {
            message: format!("nothing was written: `{folder}` holds a programme already"),
            help: Some(format!("complint check {}", said::shell(&folder.to_string()))),
        }
    } else {
        Error::Usage {
            message: format!(
                "nothing was written: `{folder}` lies in the programme at {}",
                found.display()
            ),
            help: Some(format!(
                "add frameworks and records to that one; a programme of its own begins at a {MANIFEST} that you write"
            )),
        }
    })
}

/// The frameworks that the call names or, at a terminal, its user does.
fn frameworks(args: &InitArgs, out: &mut dyn Write) -> Result<Vec<&'static Framework>, Stop> {
    use std::io::IsTerminal as _;
    if !args.framework.is_empty() {
        return Ok(choice::frameworks(&args.framework)?);
    }
    if io::stdin().is_terminal() && io::stdout().is_terminal() {
        let answer = ask::frameworks(&mut io::stdin().lock() as &mut dyn BufRead, out)?;
        return answer
            .ok_or_else(|| Error::usage("nothing was written: no framework was named").into());
    }
    let ids: Vec<&str> = offered().map(|framework| framework.head.id.as_str()).collect();
    Err(Error::Usage {
        message: format!(
            "nothing was written: no --framework is named, and nobody is at a terminal to be asked; there are {}",
            crate::words::join_and(&ids)
        ),
        help: Some("complint init --framework iso27001,soc2".to_owned()),
    }
    .into())
}

/// What will be written, and what is left as it is.
struct Plan {
    files: Vec<File>,
    kept: Vec<(String, &'static Settings)>,
}

impl Plan {
    fn new(root: &Path, wish: &Wish) -> Result<Self, Error> {
        let mut files = layout::files(wish);
        refuse(root, &files)?;
        let mut kept = Vec::new();
        for settings in SETTINGS {
            match surroundings::settings(root, settings) {
                Some(path) => kept.push((path, settings)),
                None => files.push(File {
                    path: settings.path.to_owned(),
                    text: format!("{}{}", layout::ABOUT, (settings.text)()),
                    about: settings.editor.to_owned(),
                }),
            }
        }
        let schemas = layout::schemas();
        refuse(root, &schemas)?;
        files.extend(schemas);
        Ok(Self { files, kept })
    }
}

/// Every file that is in the way, by name.
fn refuse(root: &Path, files: &[File]) -> Result<(), Error> {
    let mut taken: Vec<String> = Vec::new();
    for file in files {
        match obstacle(root, &file.path) {
            None => {}
            Some(Obstacle::Taken) => taken.push(format!("`{}`", file.path)),
            Some(Obstacle::Link(path)) => {
                return Err(in_the_way(&format!("`{path}` is a link, which is not followed")));
            }
            Some(Obstacle::NoFolder(path)) => {
                return Err(in_the_way(&format!("`{path}` is no folder")));
            }
        }
    }
    match taken.len() {
        0 => Ok(()),
        1 => Err(in_the_way(&format!("{} is there already", taken.join("")))),
        _ => Err(in_the_way(&format!("{} are there already", crate::words::join_and(&taken)))),
    }
}

fn in_the_way(what: &str) -> Error {
    Error::Usage {
        message: format!("nothing was written: {what}"),
        help: Some(
            "move it away, or begin in a folder of its own: complint init FOLDER".to_owned(),
        ),
    }
}

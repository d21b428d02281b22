//! `--stdin-filename FILE -`: one file as an editor has it, checked within its programme.

use std::io::Read as _;
use std::path::Path;

use crate::cli::CheckArgs;
use crate::error::Error;
use crate::source::{MANIFEST, Root, absolute, display, find_root};

/// The programme of the file, and what stands for the file on disk.
pub(super) struct Piped {
    pub(super) root: Root,
    pub(super) instead: std::collections::BTreeMap<String, String>,
}

/// Reads standard input, where that was asked for.
///
/// # Errors
///
/// [`Error::Usage`] where only one of the name and `-` is given or the text is no UTF-8,
/// [`Error::NoProgramme`] where the file would lie in no programme.
pub(super) fn read(args: &CheckArgs) -> Result<Option<Piped>, Error> {
    let dash = args.paths.iter().any(|path| path == Path::new("-"));
    let name = match (&args.stdin_filename, dash) {
        (None, false) => return Ok(None),
        (Some(name), true) if args.paths.len() == 1 => name,
        (Some(_), _) => {
            return Err(Error::usage("--stdin-filename goes with the path `-` and no other"));
        }
        (None, true) => {
            return Err(Error::Usage {
                message: "`-` needs --stdin-filename, so that the programme is known".to_owned(),
                help: Some("complint --stdin-filename vendors/aws.toml -".to_owned()),
            });
        }
    };
    let root = root(name, args)?;
    let mut bytes = Vec::new();
    std::io::stdin()
        .read_to_end(&mut bytes)
        .map_err(|error| Error::unreadable(Path::new("standard input"), &error))?;
    // What no editor can hold is no text of a record.
    let text = String::from_utf8(bytes)
        .map_err(|_| Error::usage("standard input is no UTF-8, the encoding of TOML"))?;
    let path = root.asked.first().map(|asked| display(&root.folder, asked)).unwrap_or_default();
    Ok(Some(Piped { root, instead: [(path, text)].into() }))
}

/// The programme that the file lies in. The file itself need not be there yet.
fn root(name: &Path, args: &CheckArgs) -> Result<Root, Error> {
    let parent = name.parent().filter(|parent| !parent.as_os_str().is_empty());
    let folder = parent.unwrap_or(Path::new("."));
    let folder = absolute(folder).map_err(|error| Error::unreadable(folder, &error))?;
    let file = folder.join(name.file_name().ok_or_else(|| {
        Error::usage(format!("--stdin-filename names a file, and `{}` is none", name.display()))
    })?);
    if let Some(config) = &args.config {
        let root = super::check::configured(config, &folder)?;
        return Ok(Root { asked: vec![file], ..root });
    }
    let root = find_root(&folder).ok_or_else(|| Error::NoProgramme { path: name.to_path_buf() })?;
    Ok(Root { manifest: root.join(MANIFEST), asked: vec![file], folder: root })
}

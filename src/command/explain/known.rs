//! What is known: what is shipped and, where a programme is at hand, what that adds to it.

use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::finding::Place;
use crate::framework::Catalogs;
use crate::kind::{Info, Kinds};
use crate::output::Places;
use crate::rule::Rules;
use crate::source::discover;
use crate::workspace::{Options, Record, Workspace, form_info};

/// Rules, kinds and catalogs, and the programme they are read for.
pub(crate) struct Known {
    held: Held,
    /// The description of `complint.toml`.
    form: Info,
    /// The folder that paths are shown from.
    base: Option<PathBuf>,
}

enum Held {
    Programme(Box<Workspace>),
    Shipped(Box<Shipped>),
}

struct Shipped {
    rules: Rules,
    kinds: Kinds,
    catalogs: Catalogs,
    /// Why there is no programme.
    why: String,
}

impl Known {
    /// What is known at a path. What is shipped can be explained anywhere, so that there is no
    /// programme, or several, is no error.
    ///
    /// # Errors
    ///
    /// Where the path does not exist.
    pub(crate) fn at(path: &Path, base: Option<&Path>) -> Result<Self, Error> {
        let shown = path.display();
        let roots = match discover(path) {
            Err(Error::NoProgramme { .. }) => {
                let why = "so this page does not say what a company has";
                return Ok(Self::shipped(format!(
                    "No complint.toml at, above or below `{shown}`, {why}."
                )));
            }
            found => found?,
        };
        let [root] = roots.as_slice() else {
            let why = format!("`{shown}` holds {} programmes.", roots.len());
            return Ok(Self::shipped(format!(
                "{why} Name one as PATH, and this page says what it has."
            )));
        };
        let mut known = match Workspace::open(root, &Options::default()) {
            Ok(workspace) => Self::programme(workspace),
            Err(error) => Self::shipped(format!("The programme cannot be used: {error}.")),
        };
        known.base = base.map(Path::to_path_buf);
        Ok(known)
    }

    /// A programme that was read.
    pub(crate) fn programme(workspace: Workspace) -> Self {
        Self::new(Held::Programme(Box::new(workspace)))
    }

    /// What is shipped, and why there is no more.
    pub(crate) fn shipped(why: String) -> Self {
        let (kinds, _) = Kinds::new(Vec::new());
        let shipped =
            Shipped { rules: Rules::default(), kinds, catalogs: Catalogs::default(), why };
        Self::new(Held::Shipped(Box::new(shipped)))
    }

    fn new(held: Held) -> Self {
        Self { held, form: form_info("complint"), base: None }
    }

    /// The description of `complint.toml`.
    pub(crate) fn form(&self) -> &Info {
        &self.form
    }

    /// The programme.
    pub(crate) fn workspace(&self) -> Option<&Workspace> {
        match &self.held {
            Held::Programme(workspace) => Some(workspace),
            Held::Shipped(_) => None,
        }
    }

    /// Why there is no programme, as a sentence.
    pub(crate) fn absent(&self) -> Option<&str> {
        match &self.held {
            Held::Programme(_) => None,
            Held::Shipped(shipped) => Some(&shipped.why),
        }
    }

    pub(crate) fn rules(&self) -> &Rules {
        match &self.held {
            Held::Programme(workspace) => &workspace.rules,
            Held::Shipped(shipped) => &shipped.rules,
        }
    }

    pub(crate) fn kinds(&self) -> &Kinds {
        match &self.held {
            Held::Programme(workspace) => &workspace.kinds,
            Held::Shipped(shipped) => &shipped.kinds,
        }
    }

    pub(crate) fn catalogs(&self) -> &Catalogs {
        match &self.held {
            Held::Programme(workspace) => &workspace.catalogs,
            Held::Shipped(shipped) => &shipped.catalogs,
        }
    }

    /// The company's name, as it stands in a heading.
    pub(crate) fn company(&self) -> String {
        let name = self.workspace().and_then(|workspace| {
            let name = workspace.manifest().get_path(&["organization", "name"])?;
            name.as_str().filter(|name| !name.trim().is_empty()).map(|name| name.trim().to_owned())
        });
        name.unwrap_or_else(|| "this programme".to_owned())
    }

    /// A place as `path:line`.
    pub(crate) fn place(&self, place: Place) -> String {
        let Some(workspace) = self.workspace() else { return String::new() };
        let places = Places::new(workspace, self.base.as_deref());
        format!(
            "{}:{}",
            places.path(place.source),
            places.position(place.source, place.span.start).line
        )
    }

    /// The place of a record.
    pub(crate) fn place_of(&self, workspace: &Workspace, record: &Record) -> String {
        self.place(Place { source: record.source, span: workspace.header(record) })
    }
}

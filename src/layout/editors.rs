//! What editors know the files of a programme by: schemas beside it, so that nothing has to be
//! fetched, and settings that name them. Settings speak of folders of records only, because other
//! TOML files of the repository have schemas of their own.

use crate::framework::Catalogs;
use crate::kind::Kinds;
use crate::rule::Rules;
use crate::schema::{Scope, config, records};

use super::{FOLDERS, File};

/// The settings of one editor.
#[derive(Debug)]
pub(crate) struct Settings {
    /// The file.
    pub(crate) path: &'static str,
    /// Another name that the editor looks for, and would no longer read.
    pub(crate) other: Option<&'static str>,
    /// The table of `pyproject.toml` that it would no longer read.
    pub(crate) table: Option<&'static str>,
    /// Whose they are.
    pub(crate) editor: &'static str,
    /// What to write.
    pub(crate) text: fn() -> String,
}

/// Of tombi and of taplo, which is Even Better TOML.
pub(crate) const SETTINGS: &[Settings] = &[
    Settings {
        path: ".taplo.toml",
        other: Some("taplo.toml"),
        table: None,
        editor: "settings of taplo, which is Even Better TOML",
        text: taplo,
    },
    Settings {
        path: "tombi.toml",
        other: None,
        table: Some("tool.tombi"),
        editor: "settings of Tombi",
        text: tombi,
    },
];

const RECORDS: &str = ".schemas/records.json";
const CONFIG: &str = ".schemas/config.json";

/// The schemas, as `complint schema` prints them in the programme.
pub(crate) fn schemas() -> [File; 2] {
    let (kinds, catalogs, rules) =
        (Kinds::new(Vec::new()).0, Catalogs::default(), Rules::default());
    let scope = Scope { kinds: &kinds, catalogs: &catalogs, rules: &rules, closed: true };
    let file = |path: &str, text| File {
        path: path.to_owned(),
        text,
        about: "what editors complete and check by".to_owned(),
    };
    [file(CONFIG, config(scope)), file(RECORDS, records(scope))]
}

/// What stands above the settings, where they have a file of their own.
pub(crate) const ABOUT: &str = "\
# By this editors complete and check the files of records. After a change of kinds, frameworks or
# rules of your own, write the schemas anew:
#   complint schema > .schemas/records.json
#   complint schema config > .schemas/config.json

";

fn tombi() -> String {
    format!(
        "[[schemas]]\npath = \"{CONFIG}\"\ninclude = [\"complint.toml\"]\n\n\
         [[schemas]]\npath = \"{RECORDS}\"\n{}",
        list("include", FOLDERS)
    )
}

fn taplo() -> String {
    format!(
        "[[rule]]\ninclude = [\"complint.toml\"]\nschema = {{ path = \"{CONFIG}\" }}\n\n\
         [[rule]]\n{}schema = {{ path = \"{RECORDS}\" }}\n",
        list("include", FOLDERS)
    )
}

/// The TOML files in folders, as a list.
pub(super) fn list(key: &str, folders: &[&str]) -> String {
    let lines: String =
        folders.iter().map(|folder| format!("  \"{folder}/**/*.toml\",\n")).collect();
    format!("{key} = [\n{lines}]\n")
}

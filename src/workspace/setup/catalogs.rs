//! The shipped catalogs and a company's own. Of one that could not be read in full nobody knows what it
//! does not have.

use std::borrow::Cow;

use super::{Setup, form_info};
use crate::error::Error;
use crate::framework::{Catalogs, Framework, sound};
use crate::kind::{Info, Kinds};
use crate::rule::{Rules, parts};
use crate::source::Target;

impl Setup<'_> {
    /// The shipped catalogs and those that `[frameworks]` name.
    pub(in crate::workspace) fn catalogs(
        &mut self,
        kinds: &Kinds,
        rules: &Rules,
    ) -> Result<Catalogs, Error> {
        let mut catalogs = Catalogs::default();
        let form = form_info("framework");
        for (name, path) in self.named_catalogs() {
            // A file that is not there is reported where it is named.
            let read = match self.tree.target(&path) {
                Target::File => self.catalog(&path, &form, kinds, rules, &catalogs)?,
                _ => Read { framework: None, is_doubtful: true, is_unusable: true },
            };
            let framework = match read.framework {
                Some(mut framework) => {
                    framework.head.id = name.into();
                    framework
                }
                None => Framework::empty(name),
            };
            let number = catalogs.add(Cow::Owned(framework));
            if read.is_doubtful {
                catalogs.doubt(number);
            }
            self.unusable.catalogs += usize::from(read.is_unusable);
        }
        Ok(catalogs)
    }

    /// The frameworks with a catalog of their own, and its path from the root.
    fn named_catalogs(&self) -> Vec<(String, String)> {
        let manifest = self.sources[0].root();
        let frameworks = manifest.get("frameworks").filter(|table| table.is_table());
        let entries = frameworks.into_iter().flat_map(|table| table.entries());
        let named = entries.filter_map(|entry| {
            let path = entry.get("catalog")?.as_str()?.into_owned();
            let path = crate::source::resolve(&self.sources[0].path, path.trim())?;
            Some((entry.key().into_owned(), path))
        });
        named.collect()
    }

    fn catalog(
        &mut self,
        path: &str,
        form: &Info,
        kinds: &Kinds,
        rules: &Rules,
        catalogs: &Catalogs,
    ) -> Result<Read, Error> {
        let before = self.drafts.len();
        let id = self.add(path)?;
        self.validate(id, form, "catalog", kinds, catalogs);
        let source = &self.sources[id.index()];
        let is_complete = source.complete();
        let is_sound = self.is_sound(before) && is_complete;
        let problems = sound::problems(source, id, &parts::named(rules));
        let read = crate::document::de::from_value::<Framework>(source.root());
        self.drafts.extend(problems);
        let framework = match read {
            Ok(framework) => Some(framework),
            Err(error) => {
                // What does not fit the form was told in its words.
                if is_sound {
                    self.broken(id, error.span, error.message);
                }
                None
            }
        };
        let is_doubtful = !is_sound || framework.is_none();
        Ok(Read { framework, is_doubtful, is_unusable: is_doubtful && is_complete })
    }
}

/// What became of a catalog.
struct Read {
    framework: Option<Framework>,
    /// Whether there may be more in it.
    is_doubtful: bool,
    /// The same though its text can be read.
    is_unusable: bool,
}

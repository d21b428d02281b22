//! A company's own kinds. One that cannot be used is told once, and its name is kept: its records are
//! then not taken for those of nobody.

use super::{Setup, form_info};
use crate::config::Files;
use crate::error::Error;
use crate::framework::Catalogs;
use crate::kind::sound::File;
use crate::kind::{Info, Kind, Kinds, shipped_traits};
use crate::source::{Listing, SourceId};

impl Setup<'_> {
    pub(in crate::workspace) fn kinds(
        &mut self,
        files: &Files,
        listing: &Listing,
    ) -> Result<Kinds, Error> {
        let (mut shipped, _) = Kinds::new(Vec::new());
        // Empty patterns would be held against each path all the same.
        if files.kinds.is_empty() || !listing.paths().any(|path| files.kinds.is_match(path)) {
            return Ok(shipped);
        }
        let form = form_info("kind");
        let mut read: Vec<(SourceId, Kind)> = Vec::new();
        let mut lost: Vec<SourceId> = Vec::new();
        for path in listing.paths().filter(|path| files.kinds.is_match(path)) {
            let before = self.drafts.len();
            let id = self.add(path)?;
            match self.kind(id, &form, &shipped, before) {
                Some(kind) => read.push((id, kind)),
                None => lost.push(id),
            }
        }
        // What a kind refers to may come behind it, and need not be usable.
        lost.iter().for_each(|id| shipped.lose(self.name_of_kind(*id)));
        let own: Vec<String> = read.iter().map(|(_, kind)| kind.id.to_string()).collect();
        let ids = || shipped.ids().chain(own.iter().chain(shipped.lost()).map(String::as_str));
        let ids: Vec<&str> = ids().collect();
        let (mut from, mut sound) = (Vec::new(), Vec::new());
        for (id, kind) in read {
            let problems = File { source: &self.sources[id.index()], id }.problems(&kind, &ids);
            if problems.is_empty() {
                from.push(id);
                sound.push(kind);
            } else {
                lost.push(id);
                self.drafts.extend(problems);
            }
        }
        let (mut kinds, problems) = Kinds::new(sound);
        for (number, reason) in problems {
            let id = from.get(number).copied().unwrap_or(SourceId::MANIFEST);
            self.broken(id, None, reason);
            // Records of a second kind of one name are read as those of the first.
            if kinds.number(&self.name_of_kind(id)).is_none() {
                lost.push(id);
            }
        }
        for id in lost {
            kinds.lose(self.name_of_kind(id));
            self.unusable.kinds += usize::from(self.sources[id.index()].complete());
        }
        Ok(kinds)
    }

    /// One kind, where its file says nothing wrong.
    fn kind(&mut self, id: SourceId, form: &Info, shipped: &Kinds, before: usize) -> Option<Kind> {
        self.validate(id, form, "kind", shipped, &Catalogs::default());
        let file = File { source: &self.sources[id.index()], id };
        let unknown = file.unknown_traits(shipped_traits());
        self.drafts.extend(unknown);
        let source = &self.sources[id.index()];
        if !self.is_sound(before) || !source.complete() {
            return None;
        }
        let read = crate::document::de::from_value::<Kind>(source.root());
        match read.map(|kind| kind.resolve(shipped_traits())) {
            Ok(kind) => kind.ok(),
            Err(error) => {
                self.broken(id, error.span, error.message);
                None
            }
        }
    }

    /// What a file calls its kind; where that cannot be read, what the file is called.
    fn name_of_kind(&self, id: SourceId) -> String {
        let source = &self.sources[id.index()];
        let name = source.root().get("id").and_then(|id| id.as_str());
        let stem = || {
            let file = source.path.rsplit('/').next().unwrap_or_default();
            file.trim_end_matches(".toml").to_owned()
        };
        name.map_or_else(stem, |name| name.into_owned())
    }
}

//! The steps after reading, from records and links to what refers to what. What does not need the
//! other runs beside it: while one thread reads the texts that records name, another looks records up.

use super::index::Ids;
use super::lines::Lines;
use super::links::{self, Links};
use super::texts::{self, Mention, Mentions};
use super::{Workspace, hashes};
use crate::kind::read::Link;
use crate::memory::LongList;
use crate::parallel::both;
use crate::source::Probe;
use crate::timing::{Stage, divided, timed};

impl Workspace {
    /// Numbers the records, follows every link, and reads the texts that records name.
    pub(super) fn link(
        &mut self,
        probe: &Probe<'_>,
        mut links: LongList<Link>,
        mentions: Vec<Mention>,
        names: (String, String),
    ) {
        let timings = self.timings.clone();
        let timings = timings.as_deref();
        let many = self.records.len();
        let tree = probe.tree();
        self.ids = Ids::named(names);
        let (duplicates, mentions) = timed(timings, Stage::Link, || {
            let workspace = &*self;
            let (mentions, (index, duplicates)) =
                both(many, || Mentions::of(workspace, mentions), || Ids::index(workspace));
            self.ids.take(index);
            (duplicates, mentions)
        });
        let ((lines, dangling), found) = divided(timings, |parts| {
            let workspace = &*self;
            // First, on one thread as well: the index was made just before, and is still close.
            let resolve = || (Lines::build(workspace), links::resolve(workspace, &mut links));
            both(many, || timed(parts, Stage::Link, resolve), || mentions.look_up(probe, parts))
        });
        timed(timings, Stage::Link, || {
            self.lines = lines;
            self.drafts.extend(duplicates);
            let (mentions, digests) = self.take_texts(mentions, found);
            let workspace = &*self;
            crate::rule::nature::add(workspace, &mut links);
            let requirements = workspace.catalogs.count();
            let (missing, (links, changed)) = both(
                many,
                || texts::judge(workspace, tree, &mentions),
                || {
                    let place = || Links::new(links, &workspace.records, requirements);
                    both(many, place, || hashes::judge(workspace, tree, &mentions, &digests))
                },
            );
            self.ids.forget_links();
            self.links = links;
            self.drafts.extend(missing);
            self.drafts.extend(changed);
            self.drafts.extend(dangling);
            let judged = links::judge(self);
            self.drafts.extend(judged);
        });
    }
}

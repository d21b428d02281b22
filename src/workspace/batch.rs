//! Files that one thread reads one behind the other, and how what threads read is put together.
//!
//! What the files hold goes into lists that grow together: a few small lists for each file would take
//! longer to make than most files take to read.

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::Record;
use super::glance::Glance;
use super::read::read_file;
use crate::document::NodeId;
use crate::finding::Draft;
use crate::kind::read::{Link, Output, Scope};
use crate::kind::{KindNo, Tag};
use crate::source::{Found, Source, SourceId, Tree};
use crate::span::Span;
use crate::timing::{Stage, Timings, divided, timed};
use crate::waiver;

/// Files of one batch. So many are enough to make up for handing them to a thread, and few enough
/// that no thread has to wait for another in the end.
const FILES: usize = 32;

/// Starting threads costs more than reading this many files.
const SERIAL_BELOW: usize = 64;

/// What some files hold. Records are numbered from the first of the batch on.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    /// The files.
    pub sources: Vec<Source>,
    /// Their records.
    pub records: Vec<Record>,
    /// What is known of each file at a glance.
    pub glances: Vec<Glance>,
    /// Findings, links and names.
    pub out: Output,
    /// Values that cannot be used.
    pub bad: Vec<(u32, NodeId)>,
    /// Waivers in comments.
    pub comments: Vec<waiver::Comment>,
}

impl Batch {
    fn read(
        tree: &Tree,
        files: &mut [Found],
        first: usize,
        scope: Scope<'_>,
        timings: Option<&Timings>,
    ) -> Self {
        let mut batch = Self { sources: Vec::with_capacity(files.len()), ..Self::default() };
        for file in files {
            // One file that cannot be read does not hide what is wrong with the others.
            let bytes = timed(timings, Stage::Read, || tree.read_found(file));
            let path = std::mem::take(&mut file.path);
            timed(timings, Stage::Parse, || {
                let source = match bytes {
                    Ok(bytes) => Source::from_bytes(path, bytes),
                    Err(error) => Source::unreadable(path, &error),
                };
                let id = SourceId((first + batch.sources.len()) as u32);
                read_file(source, id, scope, &mut batch);
            });
        }
        batch
    }
}

/// Has the allocator ask the system at once for what most batches keep. With small pieces it would
/// ask for a page or two each time it runs out of them, and stop the other threads for that.
fn make_room() {
    drop(std::hint::black_box(Vec::<u8>::with_capacity(ROOM)));
}

/// As much as the texts and trees of most batches take, and so little that allocators keep it to give
/// it out again.
const ROOM: usize = 120 * 1024;

/// Reads and checks every file of records, in parallel where there are enough to be worth it, and
/// puts together what they hold. The first gets the number of sources that are there before.
pub(super) fn read_all(
    tree: &Tree,
    mut files: Vec<Found>,
    scope: Scope<'_>,
    timings: Option<&Timings>,
    together: &mut Together,
) {
    together.sources.reserve(files.len());
    let first = together.sources.len();
    divided(timings, |parts| {
        if files.len() < SERIAL_BELOW {
            let batch = Batch::read(tree, &mut files, first, scope, parts);
            return timed(parts, Stage::Link, || together.add(batch));
        }
        crate::parallel::start();
        let in_order = Mutex::new(InOrder { together, next: 0, early: Vec::new() });
        // Threads take one batch behind the other, so that hardly one has to wait for those before it.
        let batches = files.chunks_mut(FILES).enumerate().par_bridge();
        batches.for_each(|(number, files)| {
            make_room();
            let batch = Batch::read(tree, files, first + number * FILES, scope, parts);
            timed(parts, Stage::Link, || {
                in_order.lock().unwrap_or_else(PoisonError::into_inner).add(number, batch);
            });
        });
    });
}

/// Puts batches together in their order, each as soon as those before it are there, so that the lists
/// of all are never held at once.
struct InOrder<'t> {
    together: &'t mut Together,
    /// The number of the batch that is to come next.
    next: usize,
    /// Those that came before it.
    early: Vec<(usize, Batch)>,
}

impl InOrder<'_> {
    fn add(&mut self, number: usize, batch: Batch) {
        self.early.push((number, batch));
        while let Some(place) = self.early.iter().position(|(number, _)| *number == self.next) {
            let (_, batch) = self.early.swap_remove(place);
            self.together.add(batch);
            self.next += 1;
        }
    }
}

/// All batches put together: what was numbered within one is numbered within the workspace.
#[derive(Default)]
pub(super) struct Together {
    pub(super) sources: Vec<Source>,
    pub(super) records: Vec<Record>,
    pub(super) glances: Vec<Glance>,
    pub(super) links: Vec<Link>,
    pub(super) names: String,
    pub(super) link_names: String,
    pub(super) bad: Vec<(u32, NodeId)>,
    pub(super) unread: Vec<(KindNo, Tag)>,
    pub(super) drafts: Vec<Draft>,
    pub(super) comments: Vec<waiver::Comment>,
}

impl Together {
    /// Adds what was read behind the last.
    fn add(&mut self, batch: Batch) {
        let first_record = self.records.len() as u32;
        let first_link = self.links.len() as u32;
        let names = self.names.len() as u32;
        let link_names = self.link_names.len() as u32;
        let behind = |base: u32, own: Span| Span::new(own.start + base, own.end + base);
        let Batch { sources, records, glances, out, bad, comments } = batch;
        let kind = |number: u32| records.get(number as usize).map(|record| record.kind);
        let unread = out.unread.iter().filter_map(|(record, tag)| Some((kind(*record)?, *tag)));
        self.unread.extend(unread);
        self.sources.extend(sources);
        self.glances.extend(glances);
        self.records.extend(records.into_iter().map(|record| Record {
            first_link: record.first_link + first_link,
            name: behind(names, record.name),
            ..record
        }));
        self.links.extend(out.links.into_iter().map(|link| Link {
            record: link.record + first_record,
            name: behind(link_names, link.name),
            ..link
        }));
        self.names.push_str(&out.names);
        self.link_names.push_str(&out.link_names);
        self.bad.extend(bad);
        self.drafts.extend(out.drafts.into_iter().map(|mut draft| {
            draft.record = draft.record.map(|record| record + first_record);
            draft
        }));
        self.comments.extend(comments.into_iter().map(|mut comment| {
            comment.shift(first_record);
            comment
        }));
    }

    /// Adds the links of `complint.toml`, which no record holds, and what in it cannot be used.
    pub(super) fn add_manifest(&mut self, links: Vec<Link>, names: &str, bad: Vec<NodeId>) {
        self.bad.extend(bad.into_iter().map(|node| (SourceId::MANIFEST.0, node)));
        let base = self.link_names.len() as u32;
        self.link_names.push_str(names);
        self.links.extend(links.into_iter().map(|link| Link {
            name: Span::new(link.name.start + base, link.name.end + base),
            ..link
        }));
    }
}

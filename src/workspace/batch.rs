//! Files that one thread reads one behind the other, and how what threads read is put together.
//!
//! What the files hold goes into lists that grow together: a few small lists for each file would take
//! longer to make than most files take to read.

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::Record;
use super::glance::Glance;
use super::read::read_file;
use super::texts::{Hashed, Mention};
use crate::document::NodeId;
use crate::finding::Draft;
use crate::kind::read::{Link, Output, Scope, To};
use crate::kind::{Info, KindNo, Tag};
use crate::memory::LongList;
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
    /// The links that name files.
    pub mentions: Vec<Mention>,
    /// Values that cannot be used.
    pub bad: Vec<(u32, NodeId)>,
    /// Waivers in comments.
    pub comments: Vec<waiver::Comment>,
    /// The files that could not be read in full.
    incomplete: Vec<SourceId>,
    /// The number of the thread that made the lists.
    thread: Option<usize>,
}

impl Batch {
    /// Reads files into lists that are empty. The first file gets the number.
    fn read(
        &mut self,
        tree: &Tree,
        files: &mut [Found],
        first: usize,
        scope: Scope<'_>,
        hashed: &Hashed,
        timings: Option<&Timings>,
    ) {
        for file in files {
            // One file that cannot be read does not hide what is wrong with the others.
            let bytes = timed(timings, Stage::Read, || tree.read_found(file));
            let path = std::mem::take(&mut file.path);
            timed(timings, Stage::Parse, || {
                let source = match bytes {
                    Ok(bytes) => Source::from_bytes(path, bytes),
                    Err(error) => Source::unreadable(path, &error),
                };
                let id = SourceId((first + self.sources.len()) as u32);
                if !source.complete() {
                    self.incomplete.push(id);
                }
                read_file(source, id, scope, hashed, self);
            });
        }
    }
}

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
    let hashed = Hashed::new(scope.kinds);
    divided(timings, |parts| {
        if files.len() < SERIAL_BELOW {
            let mut batch = Batch::default();
            batch.read(tree, &mut files, first, scope, &hashed, parts);
            return timed(parts, Stage::Link, || together.add(&mut batch));
        }
        crate::parallel::start();
        let in_order = InOrder::new(together, files.len().div_ceil(FILES));
        let in_order = Mutex::new(in_order);
        let in_order = || in_order.lock().unwrap_or_else(PoisonError::into_inner);
        // Threads take one batch behind the other, so that hardly one has to wait for those before it.
        let batches = files.chunks_mut(FILES).enumerate().par_bridge();
        batches.for_each(|(number, files)| {
            let mut batch = in_order().empty();
            batch.read(tree, files, first + number * FILES, scope, &hashed, parts);
            timed(parts, Stage::Link, || in_order().add(number, batch));
        });
    });
}

/// Puts batches together in their order, each as soon as those before it are there, so that the lists
/// of all are never held at once.
struct InOrder<'t> {
    together: &'t mut Together,
    /// How many batches there are.
    count: usize,
    /// The number of the batch that is to come next.
    next: usize,
    /// Those that came before it.
    early: Vec<(usize, Batch)>,
    /// Those that were emptied, with lists that are as long as they have to be. What one thread
    /// allocates and another lets grow or frees makes them wait for each other.
    empty: Vec<Batch>,
}

impl<'t> InOrder<'t> {
    fn new(together: &'t mut Together, count: usize) -> Self {
        Self { together, count, next: 0, early: Vec::new(), empty: Vec::new() }
    }

    /// Lists for what the calling thread reads next, made by itself.
    fn empty(&mut self) -> Batch {
        let thread = rayon::current_thread_index();
        let own = self.empty.iter().position(|batch| batch.thread == thread);
        own.map(|place| self.empty.swap_remove(place))
            .unwrap_or_else(|| Batch { thread, ..Batch::default() })
    }

    fn add(&mut self, number: usize, batch: Batch) {
        self.early.push((number, batch));
        while let Some(place) = self.early.iter().position(|(number, _)| *number == self.next) {
            let (_, mut batch) = self.early.swap_remove(place);
            self.next += 1;
            self.together.expect(&batch, Part { done: self.next, of: self.count });
            self.together.add(&mut batch);
            self.empty.push(batch);
        }
    }
}

/// How much of something is done.
#[derive(Clone, Copy)]
struct Part {
    done: usize,
    of: usize,
}

impl Part {
    /// For how many more to make room, where there has to be room for some: for all that are still to
    /// come, if they come as those before did. What nothing is written to takes no memory.
    fn room(self, length: usize, capacity: usize, more: usize) -> usize {
        let wanted = length + more;
        if wanted <= capacity {
            return 0;
        }
        let all = wanted.saturating_mul(self.of) / self.done.max(1);
        (all + all / 8).max(wanted) - length
    }
}

/// All batches put together: what was numbered within one is numbered within the workspace.
#[derive(Default)]
pub(super) struct Together {
    pub(super) sources: Vec<Source>,
    pub(super) records: Vec<Record>,
    pub(super) glances: Vec<Glance>,
    pub(super) links: LongList<Link>,
    pub(super) mentions: Vec<Mention>,
    pub(super) names: String,
    pub(super) link_names: String,
    pub(super) bad: Vec<(u32, NodeId)>,
    pub(super) unread: Vec<(KindNo, Tag)>,
    pub(super) drafts: Vec<Draft>,
    pub(super) comments: Vec<waiver::Comment>,
    pub(super) incomplete: Vec<SourceId>,
}

impl Together {
    /// What was read before the first batch.
    pub(super) fn begin(
        sources: Vec<Source>,
        drafts: Vec<Draft>,
        comments: Vec<waiver::Comment>,
    ) -> Self {
        let numbered = (0..).map(SourceId).zip(&sources);
        let incomplete = numbered.filter(|(_, source)| !source.complete()).map(|(id, _)| id);
        let incomplete = incomplete.collect();
        Self { sources, drafts, comments, incomplete, ..Self::default() }
    }

    /// Makes room for a batch in the lists, and for those behind it: what grows bit by bit is moved each
    /// time, and often by another thread than the last.
    fn expect(&mut self, batch: &Batch, part: Part) {
        fn list<T>(list: &mut Vec<T>, more: usize, part: Part) {
            list.reserve_exact(part.room(list.len(), list.capacity(), more));
        }
        fn text(text: &mut String, more: usize, part: Part) {
            text.reserve_exact(part.room(text.len(), text.capacity(), more));
        }
        list(&mut self.records, batch.records.len(), part);
        list(&mut self.glances, batch.glances.len(), part);
        let links = &mut self.links;
        links.reserve_exact(part.room(links.len(), links.capacity(), batch.out.links.len()));
        list(&mut self.mentions, batch.mentions.len(), part);
        list(&mut self.bad, batch.bad.len(), part);
        list(&mut self.unread, batch.out.unread.len(), part);
        list(&mut self.drafts, batch.out.drafts.len(), part);
        list(&mut self.comments, batch.comments.len(), part);
        text(&mut self.names, batch.out.names.len(), part);
        text(&mut self.link_names, batch.out.link_names.len(), part);
    }

    /// Adds what was read behind the last, and leaves its lists empty.
    fn add(&mut self, batch: &mut Batch) {
        let first_record = self.records.len() as u32;
        let first_link = self.links.len() as u32;
        let names = self.names.len() as u32;
        let link_names = self.link_names.len() as u32;
        let behind = |base: u32, own: Span| Span::new(own.start + base, own.end + base);
        let Batch { sources, records, glances, out, mentions, bad, comments, incomplete, .. } =
            batch;
        self.incomplete.append(incomplete);
        let kind = |number: u32| records.get(number as usize).map(|record| record.kind);
        let unread = out.unread.drain(..).filter_map(|(record, tag)| Some((kind(record)?, tag)));
        self.unread.extend(unread);
        self.sources.append(sources);
        self.glances.append(glances);
        self.records.extend(records.drain(..).map(|record| Record {
            first_link: record.first_link + first_link,
            name: behind(names, record.name),
            ..record
        }));
        let moved = |mut link: Link| {
            link.record += first_record;
            link.name = behind(link_names, link.name);
            link
        };
        self.links.extend(out.links.drain(..).map(moved));
        let mentions = mentions.drain(..);
        self.mentions
            .extend(mentions.map(|mention| Mention { link: moved(mention.link), ..mention }));
        self.names.push_str(&out.names);
        out.names.clear();
        self.link_names.push_str(&out.link_names);
        out.link_names.clear();
        self.bad.append(bad);
        self.drafts.extend(out.drafts.drain(..).map(|mut draft| {
            draft.record = draft.record.map(|record| record + first_record);
            draft
        }));
        self.comments.extend(comments.drain(..).map(|mut comment| {
            comment.shift(first_record);
            comment
        }));
    }

    /// Adds the links of `complint.toml`, which no record holds, and what in it cannot be used.
    pub(super) fn add_manifest(&mut self, of_manifest: Output, form: &Info) {
        let Output { links, link_names, bad, .. } = of_manifest;
        self.bad.extend(bad.into_iter().map(|node| (SourceId::MANIFEST.0, node)));
        let base = self.link_names.len() as u32;
        self.link_names.push_str(&link_names);
        let first = self.links.len();
        self.links.extend(links.into_iter().map(|mut link| {
            link.name = Span::new(link.name.start + base, link.name.end + base);
            link
        }));
        let own = self.links.get(first..).unwrap_or_default().iter();
        let files = own.filter(|link| link.to() == To::File);
        self.mentions.extend(files.map(|link| Mention::of_manifest(*link, form)));
    }
}

#[cfg(test)]
mod tests {
    use super::{Batch, InOrder, Part, Together};

    #[test]
    fn there_is_room_for_what_is_to_come() {
        let room =
            |done, of, length, capacity, more| Part { done, of }.room(length, capacity, more);
        assert_eq!(room(1, 4, 0, 0, 0), 0);
        assert_eq!(room(1, 4, 0, 10, 10), 0, "there is room already");
        assert_eq!(room(1, 4, 0, 0, 16), 72, "three more like it, and an eighth");
        assert_eq!(room(2, 4, 16, 16, 16), 56);
        assert_eq!(room(4, 4, 64, 64, 16), 26, "the last needs no less than it has");
        let none = Part { done: 0, of: 0 };
        assert!((0..9).all(|length| none.room(length, length, 3) >= 3));
    }

    #[test]
    fn a_thread_gets_its_own_lists_back() {
        let mut together = Together::default();
        let mut in_order = InOrder::new(&mut together, 3);
        let mut own = in_order.empty();
        own.bad.reserve(9);
        let room = own.bad.capacity();
        // That of another thread waits for the one before it, and both are emptied by this one.
        in_order.add(1, Batch { thread: Some(usize::MAX), ..Batch::default() });
        in_order.add(0, own);
        assert_eq!((in_order.next, in_order.empty.len()), (2, 2));
        assert_eq!(in_order.empty().bad.capacity(), room);
        assert_eq!(in_order.empty().bad.capacity(), 0, "new ones");
    }
}

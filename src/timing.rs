//! Where the time of a run goes, for whoever asks with `--timings`. Who does not ask pays nothing: no
//! clock is read then.
//!
//! Stages are measured in the run itself. Reading and parsing happen file by file on several
//! threads, so the time of that phase is divided as the threads divided theirs. Rules are too many
//! and too quick for a clock around each subject: each is run once more, alone.

use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use jiff::civil::Date;

use crate::clock::Watch;
use crate::text::named;
use crate::workspace::Workspace;

named! {
    /// A stage of a run.
    Stage {
        /// Walking the tree and reading files.
        Read = "walk and read",
        /// From texts to records.
        Parse = "parse and validate",
        /// Putting files together, and finding what refers to what.
        Link = "index and link",
        /// Running the rules.
        Rules = "rules",
        /// Applying waivers.
        Waivers = "waivers",
        /// Sorting findings, and giving each its identity.
        Sort = "sort",
        /// Writing what was found.
        Output = "output",
    }
}

/// Time by stage. Several threads may add to it.
#[derive(Debug, Default)]
pub struct Timings {
    stages: [AtomicU64; Stage::ALL.len()],
}

impl Timings {
    /// The time of a stage.
    pub fn of(&self, stage: Stage) -> Duration {
        Duration::from_nanos(self.stages[stage as usize].load(Ordering::Relaxed))
    }

    fn add(&self, stage: Stage, time: Duration) {
        let nanos = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
        self.stages[stage as usize].fetch_add(nanos, Ordering::Relaxed);
    }

    /// Adds a phase that several threads worked through, divided as `parts` divides their time.
    fn divide(&self, whole: Duration, parts: &Self) {
        let sum: Duration = Stage::ALL.iter().map(|stage| parts.of(*stage)).sum();
        for stage in Stage::ALL {
            let share = parts.of(*stage).as_secs_f64() / sum.as_secs_f64().max(f64::MIN_POSITIVE);
            self.add(*stage, whole.mul_f64(share.min(1.0)));
        }
    }
}

thread_local! {
    /// How long the pieces took that this thread measured within the one that it measures.
    static WITHIN: Cell<Duration> = const { Cell::new(Duration::ZERO) };
}

/// Does a piece of work, and measures it where somebody asked. What is measured within it is not its
/// own: a thread that waits for another does what that one has left over, which may be of any stage.
pub(crate) fn timed<T>(timings: Option<&Timings>, stage: Stage, work: impl FnOnce() -> T) -> T {
    let Some(timings) = timings else { return work() };
    let outside = WITHIN.replace(Duration::ZERO);
    let watch = Watch::start();
    let done = work();
    let whole = watch.elapsed();
    timings.add(stage, whole.saturating_sub(WITHIN.get()));
    WITHIN.set(outside + whole);
    done
}

/// Does a phase on several threads, whose pieces measure themselves with what they are given.
pub(crate) fn divided<T>(timings: Option<&Timings>, work: impl FnOnce(Option<&Timings>) -> T) -> T {
    let Some(timings) = timings else { return work(None) };
    let (watch, parts) = (Watch::start(), Timings::default());
    let done = work(Some(&parts));
    timings.divide(watch.elapsed(), &parts);
    done
}

/// The time of one rule.
#[derive(Clone, Copy, Debug)]
pub struct RuleTime<'w> {
    /// Its name.
    pub name: &'w str,
    /// Its group.
    pub group: &'w str,
    /// How long it took, alone and on one thread.
    pub time: Duration,
}

/// The time of each rule that runs, measured by running it alone. What reading finds has no time of
/// its own.
pub fn rules(workspace: &Workspace, today: Date) -> Vec<RuleTime<'_>> {
    let run = workspace.rules.iter().filter(|(number, rule)| {
        workspace.settings.levels.runs(*number) && (rule.native || !rule.checks.is_empty())
    });
    let timed = run.map(|(number, rule)| {
        let watch = Watch::start();
        // What it finds is dropped after the clock is read: a run keeps it.
        let found = crate::lint::alone(workspace, today, number);
        let time = watch.elapsed();
        drop(found);
        RuleTime { name: &rule.name, group: &rule.group, time }
    });
    timed.collect()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Stage, Timings, Watch, divided, timed};

    #[test]
    fn a_phase_is_divided_as_its_threads_were() {
        let (timings, parts) = (Timings::default(), Timings::default());
        parts.add(Stage::Read, Duration::from_millis(30));
        parts.add(Stage::Parse, Duration::from_millis(90));
        timings.divide(Duration::from_millis(60), &parts);
        assert_eq!(timings.of(Stage::Read), Duration::from_millis(15));
        assert_eq!(timings.of(Stage::Parse), Duration::from_millis(45));
        assert_eq!(timings.of(Stage::Rules), Duration::ZERO);
    }

    #[test]
    fn what_is_measured_within_is_not_measured_twice() {
        let (timings, watch) = (Timings::default(), Watch::start());
        timed(Some(&timings), Stage::Link, || {
            timed(Some(&timings), Stage::Read, || std::thread::sleep(Duration::from_millis(2)));
            timed(Some(&timings), Stage::Parse, || ());
        });
        assert!(timings.of(Stage::Read) >= Duration::from_millis(2));
        let sum: Duration = Stage::ALL.iter().map(|stage| timings.of(*stage)).sum();
        assert!(sum <= watch.elapsed());
    }

    #[test]
    fn nothing_is_measured_unless_asked() {
        assert_eq!(timed(None, Stage::Sort, || 1), 1);
        assert!(divided(None, |timings| timings.is_none()));
        let timings = Timings::default();
        timed(Some(&timings), Stage::Sort, || std::thread::sleep(Duration::from_millis(1)));
        assert!(timings.of(Stage::Sort) >= Duration::from_millis(1));
        divided(Some(&timings), |parts| timed(parts, Stage::Read, || ()));
    }
}

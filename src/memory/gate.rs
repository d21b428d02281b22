//! Who may have memory that lasts: one programme, each time that it is asked for.

use std::sync::atomic::{AtomicBool, Ordering};

/// Opens once each time that it is asked to.
#[derive(Debug)]
pub(super) struct Gate {
    asked: AtomicBool,
    open: AtomicBool,
}

/// As long as this is there, what is read has memory that lasts.
#[derive(Debug)]
pub(crate) struct Lasting<'g>(&'g Gate);

impl Gate {
    pub(super) const fn shut() -> Self {
        Self { asked: AtomicBool::new(false), open: AtomicBool::new(false) }
    }

    pub(super) fn ask(&self) {
        self.asked.store(true, Ordering::Relaxed);
    }

    /// Opens, where it was asked to.
    pub(super) fn begin(&self) -> Option<Lasting<'_>> {
        self.asked.swap(false, Ordering::Relaxed).then(|| {
            self.open.store(true, Ordering::Relaxed);
            Lasting(self)
        })
    }

    #[inline]
    pub(super) fn is_open(&self) -> bool {
        self.open.load(Ordering::Relaxed)
    }
}

impl Drop for Lasting<'_> {
    fn drop(&mut self) {
        self.0.open.store(false, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::Gate;

    #[test]
    fn the_gate_opens_once_each_time_that_it_is_asked_to() {
        let gate = Gate::shut();
        assert!(gate.begin().is_none());
        gate.ask();
        let lasting = gate.begin();
        assert!(lasting.is_some() && gate.is_open());
        assert!(gate.begin().is_none());
        drop(lasting);
        assert!(!gate.is_open());
        assert!(gate.begin().is_none());
    }
}

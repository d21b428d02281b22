//! Notices what changes on disk while somebody works at it.
//!
//! Folders are watched one by one and not with all that is below: what git ignores, such as packages
//! and built files, is often most of a repository, and systems limit how many folders are watched.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

use notify::event::ModifyKind;
use notify::{ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::clock::Watch;
use crate::error::Error;

/// Programs write a file in several steps, and several files one after the other: what changes is
/// looked at when nothing has for so long.
const QUIET: Duration = Duration::from_millis(50);
/// Where it does not become quiet, it is looked at nevertheless.
const AT_MOST: Duration = Duration::from_secs(1);
/// No system says that a folder is there again, so one that is missing is looked for so often.
const AGAIN: Duration = Duration::from_millis(500);

/// Watches folders.
pub(crate) struct Watcher {
    system: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
    folders: BTreeSet<PathBuf>,
}

/// What changed, as far as the system says.
#[derive(Debug, Default)]
pub(crate) struct Touched {
    /// The files and folders; not all of them where the system lost count.
    pub(crate) paths: BTreeSet<PathBuf>,
    something: bool,
}

impl Watcher {
    /// Watches nothing yet.
    ///
    /// # Errors
    ///
    /// [`Error::Usage`] where the system does not let us watch.
    pub(crate) fn new() -> Result<Self, Error> {
        let (sender, events) = mpsc::channel();
        let system = notify::recommended_watcher(sender).map_err(|error| refused(&error))?;
        Ok(Self { system, events, folders: BTreeSet::new() })
    }

    /// Watches these folders as well, where they are there. Whether that was new of any.
    ///
    /// # Errors
    ///
    /// [`Error::Usage`] where the system does not let us watch.
    pub(crate) fn add(
        &mut self,
        folders: impl IntoIterator<Item = PathBuf>,
    ) -> Result<bool, Error> {
        let known = &self.folders;
        let new: BTreeSet<PathBuf> = folders
            .into_iter()
            .filter(|folder| !known.contains(folder) && super::is_folder(folder))
            .collect();
        if new.is_empty() {
            return Ok(false);
        }
        let mut failed = None;
        // All at once: on some systems each change begins anew with all of them.
        let mut paths = self.system.paths_mut();
        for folder in new {
            match paths.add(&folder, RecursiveMode::NonRecursive) {
                // Who may not look into a folder is told so when it is read.
                Err(error) if !is_passing(&error) => failed = Some(error),
                Err(error) if is_gone(&error) => {}
                _ => drop(self.folders.insert(folder)),
            }
        }
        let committed = paths.commit().err();
        match failed.or(committed) {
            Some(error) => Err(refused(&error)),
            None => Ok(true),
        }
    }

    /// Waits until something changes that is wanted, or until one of the folders that are missing is
    /// there again; then until it is quiet.
    ///
    /// # Errors
    ///
    /// [`Error::Usage`] where the system has stopped watching.
    pub(crate) fn wait(
        &mut self,
        missing: &[PathBuf],
        wanted: &dyn Fn(&Path) -> bool,
    ) -> Result<Touched, Error> {
        let mut touched = Touched::default();
        while !touched.something {
            let event = if missing.is_empty() {
                self.events.recv().map_err(|_| RecvTimeoutError::Disconnected)
            } else {
                self.events.recv_timeout(AGAIN)
            };
            match event {
                Ok(event) => self.take(event, wanted, &mut touched)?,
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(Error::usage("the system has stopped watching"));
                }
                Err(RecvTimeoutError::Timeout) => {
                    touched.something = missing.iter().any(|folder| super::is_folder(folder));
                }
            }
        }
        let watch = Watch::start();
        while watch.elapsed() < AT_MOST
            && let Ok(event) = self.events.recv_timeout(QUIET)
        {
            self.take(event, wanted, &mut touched)?;
        }
        Ok(touched)
    }

    fn take(
        &mut self,
        event: notify::Result<Event>,
        wanted: &dyn Fn(&Path) -> bool,
        touched: &mut Touched,
    ) -> Result<(), Error> {
        let event = match event {
            Ok(event) => event,
            Err(error) if is_passing(&error) => return Ok(()),
            Err(error) => return Err(refused(&error)),
        };
        touched.something |= event.need_rescan();
        // Reading is no change, and is what we do ourselves.
        if matches!(event.kind, EventKind::Access(_)) {
            return Ok(());
        }
        let moved = matches!(
            event.kind,
            EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_))
        );
        for path in event.paths {
            if moved {
                touched.something |= self.forget(&path);
            }
            if wanted(&path) {
                touched.something = true;
                // Other times or rights are no other text.
                if !matches!(event.kind, EventKind::Modify(ModifyKind::Metadata(_))) {
                    touched.paths.insert(path);
                }
            }
        }
        Ok(())
    }

    /// What stands at the path of a folder may be another one by now, which has to be watched anew.
    fn forget(&mut self, path: &Path) -> bool {
        let below: Vec<PathBuf> =
            self.folders.iter().filter(|folder| folder.starts_with(path)).cloned().collect();
        for folder in &below {
            // Where it is gone, so is its watch.
            let _ = self.system.unwatch(folder);
            self.folders.remove(folder);
        }
        !below.is_empty()
    }
}

/// Whether a folder was only gone by the time it was to be watched.
fn is_gone(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::PathNotFound | ErrorKind::WatchNotFound => true,
        ErrorKind::Io(error) => {
            matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory)
        }
        _ => false,
    }
}

/// Whether the system goes on watching all else.
fn is_passing(error: &notify::Error) -> bool {
    let refused = |error: &std::io::Error| error.kind() == std::io::ErrorKind::PermissionDenied;
    is_gone(error) || matches!(&error.kind, ErrorKind::Io(error) if refused(error))
}

fn refused(error: &notify::Error) -> Error {
    let (reason, help) = match &error.kind {
        ErrorKind::MaxFilesWatch => (
            "the system watches no more folders".to_owned(),
            cfg!(target_os = "linux")
                .then(|| "raise the limit: sysctl fs.inotify.max_user_watches=524288".to_owned()),
        ),
        ErrorKind::Io(error) => (error.to_string(), None),
        ErrorKind::Generic(reason) => (reason.clone(), None),
        _ => (error.to_string(), None),
    };
    let at = error.paths.first().map(|path| format!(" {}", path.display())).unwrap_or_default();
    Error::Usage { message: format!("cannot watch{at}: {reason}"), help }
}

//! A programme such as companies keep, of any size, the same each time.
//!
//! Every kind occurs, one record in five names a file, one file in ten is a Markdown document,
//! and two records in a hundred have a defect. The rest is in order, so that the defects are
//! about all there is to report: a linter that is fast on nothing but errors is of no use.

mod layout;
mod prose;
mod random;
mod statement;
mod template;
mod world;

use std::fmt;
use std::fs;
use std::path::Path;

use crate::Result;
use crate::table::thousands;
use layout::Layout;
use template::{Families, Occasion};
use world::World;

/// The day on which the programme is in order.
pub(crate) const TODAY: &str = "2026-07-10";

/// Controls of Annex A and criteria are taken in turn; with fewer controls, some rest on none.
const CONTROLS: usize = 40;

/// Records with one defect among so many.
const DEFECT_EACH: usize = 50;

/// Files with one document among so many.
const DOCUMENT_EACH: usize = 10;

/// Files from which on a programme is laid out in folders.
const FEW: usize = 100;

/// Documents that several records of the core name.
const SHARED: usize = 10;

/// What was written.
pub(crate) struct Written {
    files: usize,
    documents: usize,
    records: usize,
    naming: usize,
    defects: usize,
    /// Of all files.
    pub(crate) bytes: usize,
}

impl Written {
    fn of(world: &World) -> Self {
        Self {
            files: world.layout.files(),
            documents: world.layout.documents,
            records: world.records,
            naming: world.naming,
            defects: world.defects,
            bytes: world.layout.bytes,
        }
    }
}

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} files ({} documents, {} kB), {} records ({} name a file, {} have a defect)",
            thousands(self.files),
            thousands(self.documents),
            thousands(self.bytes / 1_000),
            thousands(self.records),
            thousands(self.naming),
            thousands(self.defects),
        )
    }
}

/// Write a programme of about so many files to `dir`. One of a few files is a company that
/// has just begun: it has what happens once, and each of its controls meets much.
pub(crate) fn programme(files: usize, dir: &Path) -> Result<Written> {
    let families = Families::shipped();
    let mut world = World::new(Layout::new(dir, files < FEW));
    world.begin((files / DOCUMENT_EACH).clamp(1, SHARED))?;
    add_all(&families, Occasion::Once, "", &mut world)?;
    add_statement(&families, &mut world)?;
    if files < FEW {
        begin(&families, &mut world)?;
    } else {
        grow(&families, files, &mut world)?;
    }
    world.layout.close()?;
    Ok(Written::of(&world))
}

fn add_statement(families: &Families, world: &mut World) -> Result<()> {
    for requirement in statement::included() {
        add_all(families, Occasion::Included, &requirement, world)?;
    }
    for requirement in statement::EXCLUDED {
        add_all(families, Occasion::Excluded, requirement, world)?;
    }
    Ok(())
}

/// Meet all that is in scope with few controls, and make as many mistakes as larger companies do.
fn begin(families: &Families, world: &mut World) -> Result<()> {
    while !world.covered() {
        add_all(families, Occasion::Begin, "", world)?;
    }
    while world.defects * DEFECT_EACH < world.records {
        add_drawn(families, Occasion::Defect, world)?;
    }
    Ok(())
}

fn grow(families: &Families, files: usize, world: &mut World) -> Result<()> {
    while world.layout.files() < files {
        let occasion = due(world);
        add_drawn(families, occasion, world)?;
    }
    Ok(())
}

fn add_drawn(families: &Families, occasion: Occasion, world: &mut World) -> Result<()> {
    let family = families.draw(occasion, &mut world.random);
    world.add(family.ok_or("a family is missing in families.txt")?, "")?;
    Ok(())
}

fn add_all(
    families: &Families,
    occasion: Occasion,
    requirement: &str,
    world: &mut World,
) -> Result<()> {
    for family in families.of(occasion) {
        world.add(family, requirement)?;
    }
    Ok(())
}

/// What there is too little of.
fn due(world: &World) -> Occasion {
    if world.layout.documents * DOCUMENT_EACH < world.layout.files() {
        Occasion::Document
    } else if world.count("control") < CONTROLS {
        Occasion::Cover
    } else if world.defects * DEFECT_EACH < world.records {
        Occasion::Defect
    } else {
        Occasion::Any
    }
}

/// Write one large file of records with one defect each, and return how many.
pub(crate) fn broken_register(dir: &Path) -> Result<usize> {
    const RECORDS: usize = 2_000;
    let mut text = String::new();
    for number in 0..RECORDS {
        text.push_str(&format!(
            "[[asset]]\nid = \"asset-{number}\"\ntitle = \"Asset {number}\"\n\
             owner = \"security\"\nvendor = \"nobody-{number}\"\n\n"
        ));
    }
    fs::write(dir.join("complint.toml"), "[organization]\nname = \"Northwind\"\n")?;
    fs::write(dir.join("assets.toml"), text)?;
    Ok(RECORDS)
}

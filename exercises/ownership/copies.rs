//! Counts the copies of a run: the large blocks of memory that are requested for numbers.

use checkers::{Allocator, Event, Region};

#[global_allocator]
static ALLOCATOR: Allocator = Allocator::system();

/// How often `work` copied a run of `readings` floats: how many blocks of memory it requested for
/// as many floats, or up to 2.5 times as many, each with the size that it grew to.
///
/// Printing is no copy: strings don't have the alignment of a float, and a vector of strings needs
/// three times the memory. For up to 512 floats `sort_by` requests none.
pub fn copies(readings: usize, work: impl FnOnce()) -> usize {
    let run = readings * size_of::<f64>();
    let sizes = run..run * 5 / 2;
    let is_run = |block: &&Region| block.align == align_of::<f64>() && sizes.contains(&block.size);
    blocks(work).iter().filter(is_run).count()
}

/// The blocks that `work` requested, as large as they were in the end.
fn blocks(work: impl FnOnce()) -> Vec<Region> {
    let mut blocks = Vec::new();
    for event in checkers::with(work).events.as_slice() {
        match event {
            Event::Alloc(request) => blocks.push(request.region),
            Event::AllocZeroed(zeroed) => blocks.push(zeroed.request.region),
            Event::Realloc(change) => {
                let is_it = |block: &&mut Region| block.ptr == change.free.ptr;
                if let Some(block) = blocks.iter_mut().rfind(is_it) {
                    *block = change.alloc;
                }
            }
            _ => {}
        }
    }
    blocks
}

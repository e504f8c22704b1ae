
    /// Return how many cells of a grid lie within a radius, for one quarter of the circle.
    #[pyfunction]
    fn cells_within(radius: i32) -> i32 {
        let mut count = 0;
        for x in 0..radius {
            for y in 0..radius {
                if x * x + y * y < radius * radius {
                    count += 1;
                }
            }
        }
        count
    }

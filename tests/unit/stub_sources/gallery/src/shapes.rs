//! A declarative module with another inside.

use pyo3::prelude::*;

use crate::accounts::Account;

#[pyfunction]
pub fn price_of(sides: u32) -> Account {
    let _ = sides;
    unimplemented!()
}

/// Flat things.
#[pymodule(submodule)]
pub mod shapes {
    use super::*;

    #[pymodule_export]
    use super::price_of;

    /// Of the usual kind.
    #[pymodule_export]
    const SIDES: u32 = 4;

    #[pyclass(get_all, set_all)]
    struct Square {
        side: f64,
    }

    #[pymethods]
    impl Square {
        #[new]
        fn new(side: f64) -> Self {
            Square { side }
        }

        fn area(&self) -> f64 {
            self.side * self.side
        }
    }

    #[pyfunction]
    fn unit() -> Square {
        Square { side: 1.0 }
    }

    /// Things with a volume.
    #[pymodule]
    mod solid {
        use super::Square;
        use pyo3::prelude::*;

        #[pyfunction]
        fn cube_volume(face: PyRef<'_, Square>) -> f64 {
            face.side.powi(3)
        }
    }
}

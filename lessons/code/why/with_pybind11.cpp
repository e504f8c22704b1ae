// pybind11: a module definition exports the C++ functions to Python.
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

namespace py = pybind11;

void smooth(py::array_t<double, py::array::c_style> readings, double weight) {
    double *r = readings.mutable_data();
    const py::ssize_t count = readings.size();
    for (py::ssize_t i = 1; i < count; i++) {
        r[i] = weight * r[i] + (1.0 - weight) * r[i - 1];
    }
}

PYBIND11_MODULE(with_pybind11, module) {
    module.def("smooth", &smooth, py::arg("readings").noconvert(), py::arg("weight"));
    module.def("half", [](double x) { return 0.5 * x; });
}

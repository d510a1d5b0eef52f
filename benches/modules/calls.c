/* The call-overhead module written by hand against the C API, as a careful author would today: vectorcall
 * conventions, no argument tuples or format strings, a heap type from a spec. What calls.rs does, this does.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <math.h>

static int
wrong_count(const char *name, Py_ssize_t wanted, Py_ssize_t got)
{
    PyErr_Format(PyExc_TypeError, "%s() takes %zd positional arguments but %zd were given", name, wanted, got);
    return -1;
}

/* Of the two functions for 64 bits, this one has the shorter way to an answer where `long` is wide enough. */
#if LONG_MAX == INT64_MAX
#define READ_INT64 PyLong_AsLong
#else
#define READ_INT64 PyLong_AsLongLong
#endif

static inline int
as_int64(PyObject *object, int64_t *value)
{
    int64_t read = READ_INT64(object);
    if (read == -1 && PyErr_Occurred()) {
        return -1;
    }
    *value = read;
    return 0;
}

static inline int
as_double(PyObject *object, double *value)
{
    if (PyFloat_CheckExact(object)) {
        *value = PyFloat_AS_DOUBLE(object);
        return 0;
    }
    *value = PyFloat_AsDouble(object);
    return *value == -1.0 && PyErr_Occurred() ? -1 : 0;
}

static inline int
as_bool(PyObject *object, int *value)
{
    if (!PyBool_Check(object)) {
        PyErr_Format(PyExc_TypeError, "expected bool, got %s", Py_TYPE(object)->tp_name);
        return -1;
    }
    *value = object == Py_True;
    return 0;
}

static PyObject *
noargs(PyObject *module, PyObject *unused)
{
    Py_RETURN_NONE;
}

static PyObject *
add(PyObject *module, PyObject *const *args, Py_ssize_t count)
{
    int64_t a, b;
    if (count != 2) {
        wrong_count("add", 2, count);
        return NULL;
    }
    if (as_int64(args[0], &a) < 0 || as_int64(args[1], &b) < 0) {
        return NULL;
    }
    return PyLong_FromLongLong((int64_t)((uint64_t)a + (uint64_t)b));
}

static PyObject *
six(PyObject *module, PyObject *const *args, Py_ssize_t count)
{
    int64_t a, d, f;
    double b, e;
    int c;
    if (count != 6) {
        wrong_count("six", 6, count);
        return NULL;
    }
    if (as_int64(args[0], &a) < 0 || as_double(args[1], &b) < 0 || as_bool(args[2], &c) < 0
        || as_int64(args[3], &d) < 0 || as_double(args[4], &e) < 0 || as_int64(args[5], &f) < 0) {
        return NULL;
    }
    double sum = (double)a + b + (double)d + e + (double)f;
    return PyFloat_FromDouble(c ? sum : -sum);
}

static PyObject *
text_length(PyObject *module, PyObject *text)
{
    Py_ssize_t length;
    const char *bytes = PyUnicode_AsUTF8AndSize(text, &length);
    if (bytes == NULL) {
        return NULL;
    }
    return PyLong_FromSsize_t(length);
}

/* Keywords are compared by identity first: both the caller's and ours are interned. */
static PyObject *affine_names[3];

static int
find_name(PyObject *name)
{
    for (int i = 0; i < 3; i++) {
        if (affine_names[i] == name) {
            return i;
        }
    }
    for (int i = 0; i < 3; i++) {
        int equal = PyObject_RichCompareBool(affine_names[i], name, Py_EQ);
        if (equal) {
            return equal < 0 ? -1 : i;
        }
    }
    PyErr_Format(PyExc_TypeError, "affine() got an unexpected keyword argument '%U'", name);
    return -1;
}

static PyObject *
affine(PyObject *module, PyObject *const *args, Py_ssize_t count, PyObject *names)
{
    PyObject *slots[3] = {NULL, NULL, NULL};
    double values[3] = {0.0, 1.0, 0.0};
    if (count > 3) {
        wrong_count("affine", 3, count);
        return NULL;
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        slots[i] = args[i];
    }
    Py_ssize_t named = names == NULL ? 0 : PyTuple_GET_SIZE(names);
    for (Py_ssize_t i = 0; i < named; i++) {
        int slot = find_name(PyTuple_GET_ITEM(names, i));
        if (slot < 0) {
            return NULL;
        }
        if (slots[slot] != NULL) {
            PyErr_Format(PyExc_TypeError, "affine() got multiple values for argument '%U'", affine_names[slot]);
            return NULL;
        }
        slots[slot] = args[count + i];
    }
    if (slots[0] == NULL) {
        PyErr_SetString(PyExc_TypeError, "affine() missing 1 required positional argument: 'x'");
        return NULL;
    }
    for (int i = 0; i < 3; i++) {
        if (slots[i] != NULL && as_double(slots[i], &values[i]) < 0) {
            return NULL;
        }
    }
    return PyFloat_FromDouble(values[0] * values[1] + values[2]);
}

typedef struct {
    PyObject_HEAD
    double x, y;
} Point;

static PyObject *
point_make(PyTypeObject *type, PyObject *const *args, Py_ssize_t count)
{
    double x, y;
    if (count != 2) {
        wrong_count("Point", 2, count);
        return NULL;
    }
    if (as_double(args[0], &x) < 0 || as_double(args[1], &y) < 0) {
        return NULL;
    }
    Point *self = (Point *)type->tp_alloc(type, 0);
    if (self != NULL) {
        self->x = x;
        self->y = y;
    }
    return (PyObject *)self;
}

static PyObject *
point_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    if (kwargs != NULL && PyDict_GET_SIZE(kwargs) != 0) {
        PyErr_SetString(PyExc_TypeError, "Point() takes no keyword arguments");
        return NULL;
    }
    return point_make(type, ((PyTupleObject *)args)->ob_item, PyTuple_GET_SIZE(args));
}

/* Calls of the type itself, without a tuple; subclasses come through point_new. */
static PyObject *
point_vectorcall(PyObject *type, PyObject *const *args, size_t flagged, PyObject *names)
{
    if (names != NULL && PyTuple_GET_SIZE(names) != 0) {
        PyErr_SetString(PyExc_TypeError, "Point() takes no keyword arguments");
        return NULL;
    }
    return point_make((PyTypeObject *)type, args, PyVectorcall_NARGS(flagged));
}

static void
point_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyObject *
point_get_x(PyObject *self, void *closure)
{
    return PyFloat_FromDouble(((Point *)self)->x);
}

static int
point_set_x(PyObject *self, PyObject *value, void *closure)
{
    if (value == NULL) {
        PyErr_SetString(PyExc_AttributeError, "can't delete attribute");
        return -1;
    }
    return as_double(value, &((Point *)self)->x);
}

static PyObject *
point_norm1(PyObject *self, PyObject *unused)
{
    Point *point = (Point *)self;
    return PyFloat_FromDouble(fabs(point->x) + fabs(point->y));
}

static PyObject *
point_shift(PyObject *self, PyObject *dx)
{
    double by;
    if (as_double(dx, &by) < 0) {
        return NULL;
    }
    ((Point *)self)->x += by;
    Py_RETURN_NONE;
}

static PyMethodDef point_methods[] = {
    {"norm1", point_norm1, METH_NOARGS, NULL},
    {"shift", point_shift, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef point_attributes[] = {
    {"x", point_get_x, point_set_x, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot point_slots[] = {
    {Py_tp_new, point_new},
    {Py_tp_dealloc, point_dealloc},
    {Py_tp_methods, point_methods},
    {Py_tp_getset, point_attributes},
    {0, NULL},
};

static PyType_Spec point_spec = {
    "calls.Point", sizeof(Point), 0, Py_TPFLAGS_DEFAULT, point_slots,
};

static int
calls_exec(PyObject *module)
{
    static const char *const names[] = {"x", "factor", "offset"};
    for (int i = 0; i < 3; i++) {
        affine_names[i] = PyUnicode_InternFromString(names[i]);
        if (affine_names[i] == NULL) {
            return -1;
        }
    }
    PyObject *point = PyType_FromSpec(&point_spec);
    if (point == NULL) {
        return -1;
    }
    ((PyTypeObject *)point)->tp_vectorcall = point_vectorcall;
    int failed = PyModule_AddType(module, (PyTypeObject *)point);
    Py_DECREF(point);
    return failed;
}

static PyMethodDef calls_methods[] = {
    {"noargs", noargs, METH_NOARGS, NULL},
    {"add", (PyCFunction)(void (*)(void))add, METH_FASTCALL, NULL},
    {"six", (PyCFunction)(void (*)(void))six, METH_FASTCALL, NULL},
    {"text_length", text_length, METH_O, NULL},
    {"affine", (PyCFunction)(void (*)(void))affine, METH_FASTCALL | METH_KEYWORDS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot calls_module_slots[] = {
    {Py_mod_exec, calls_exec},
    {0, NULL},
};

static struct PyModuleDef calls_module = {
    PyModuleDef_HEAD_INIT, "calls", NULL, 0, calls_methods, calls_module_slots, NULL, NULL, NULL,
};

PyMODINIT_FUNC
PyInit_calls(void)
{
    return PyModuleDef_Init(&calls_module);
}

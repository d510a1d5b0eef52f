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

static void
plain_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    type->tp_free(self);
    Py_DECREF(type);
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
    {Py_tp_dealloc, plain_dealloc},
    {Py_tp_methods, point_methods},
    {Py_tp_getset, point_attributes},
    {0, NULL},
};

static PyType_Spec point_spec = {
    "calls.Point", sizeof(Point), 0, Py_TPFLAGS_DEFAULT, point_slots,
};

/* A class from a spec; its other instances are made by C too, so the type is kept at hand. */
static PyTypeObject *numbers_type, *cursor_type, *money_type;

/* What tp_new and tp_vectorcall share: exactly one argument, by position. */
static PyObject *
only_argument(const char *name, PyObject *const *args, Py_ssize_t count, int keywords)
{
    if (keywords) {
        PyErr_Format(PyExc_TypeError, "%s() takes no keyword arguments", name);
        return NULL;
    }
    if (count != 1) {
        wrong_count(name, 1, count);
        return NULL;
    }
    return args[0];
}

typedef struct {
    PyObject_HEAD
    int64_t *items;
    Py_ssize_t length;
} Numbers;

static PyObject *
numbers_make(PyTypeObject *type, PyObject *argument)
{
    Py_ssize_t length = argument == NULL ? -1 : PyNumber_AsSsize_t(argument, PyExc_OverflowError);
    if (length < 0) {
        if (!PyErr_Occurred()) {
            PyErr_SetString(PyExc_OverflowError, "can't convert negative int to unsigned");
        }
        return NULL;
    }
    Numbers *self = (Numbers *)type->tp_alloc(type, 0);
    if (self == NULL) {
        return NULL;
    }
    self->items = PyMem_New(int64_t, length);
    if (self->items == NULL) {
        Py_DECREF(self);
        return PyErr_NoMemory();
    }
    self->length = length;
    for (Py_ssize_t i = 0; i < length; i++) {
        self->items[i] = i;
    }
    return (PyObject *)self;
}

static PyObject *
numbers_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    int keywords = kwargs != NULL && PyDict_GET_SIZE(kwargs) != 0;
    PyObject *argument = only_argument("Numbers", ((PyTupleObject *)args)->ob_item, PyTuple_GET_SIZE(args), keywords);
    return argument == NULL ? NULL : numbers_make(type, argument);
}

static void
numbers_dealloc(PyObject *self)
{
    PyMem_Free(((Numbers *)self)->items);
    plain_dealloc(self);
}

static Py_ssize_t
numbers_len(PyObject *self)
{
    return ((Numbers *)self)->length;
}

/* The place of an item, or NULL with an exception. */
static int64_t *
numbers_place(PyObject *self, PyObject *index)
{
    Numbers *numbers = (Numbers *)self;
    Py_ssize_t at = PyLong_CheckExact(index) ? PyLong_AsSsize_t(index) : PyNumber_AsSsize_t(index, PyExc_IndexError);
    if (at == -1 && PyErr_Occurred()) {
        return NULL;
    }
    if (at < 0 || at >= numbers->length) {
        PyErr_SetString(PyExc_IndexError, "index out of range");
        return NULL;
    }
    return numbers->items + at;
}

static PyObject *
numbers_getitem(PyObject *self, PyObject *index)
{
    int64_t *place = numbers_place(self, index);
    return place == NULL ? NULL : PyLong_FromLongLong(*place);
}

static int
numbers_setitem(PyObject *self, PyObject *index, PyObject *value)
{
    if (value == NULL) {
        PyErr_SetString(PyExc_NotImplementedError, "can't delete item");
        return -1;
    }
    int64_t read, *place = numbers_place(self, index);
    if (place == NULL || as_int64(value, &read) < 0) {
        return -1;
    }
    *place = read;
    return 0;
}

static int
numbers_contains(PyObject *self, PyObject *value)
{
    Numbers *numbers = (Numbers *)self;
    int64_t read;
    if (as_int64(value, &read) < 0) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < numbers->length; i++) {
        if (numbers->items[i] == read) {
            return 1;
        }
    }
    return 0;
}

/* With a tuple and a dict, as tp_call is given them; instances have no vectorcall. */
static PyObject *
numbers_call(PyObject *self, PyObject *args, PyObject *kwargs)
{
    int keywords = kwargs != NULL && PyDict_GET_SIZE(kwargs) != 0;
    PyObject *argument =
        only_argument("Numbers.__call__", ((PyTupleObject *)args)->ob_item, PyTuple_GET_SIZE(args), keywords);
    int64_t factor;
    if (argument == NULL || as_int64(argument, &factor) < 0) {
        return NULL;
    }
    return PyLong_FromLongLong((int64_t)((uint64_t)((Numbers *)self)->length * (uint64_t)factor));
}

typedef struct {
    PyObject_HEAD
    int64_t next, end;
} Cursor;

static PyObject *
numbers_iter(PyObject *self)
{
    Cursor *cursor = (Cursor *)cursor_type->tp_alloc(cursor_type, 0);
    if (cursor != NULL) {
        cursor->next = 0;
        cursor->end = ((Numbers *)self)->length;
    }
    return (PyObject *)cursor;
}

static PyObject *
cursor_iter(PyObject *self)
{
    return Py_NewRef(self);
}

static PyObject *
cursor_next(PyObject *self)
{
    Cursor *cursor = (Cursor *)self;
    if (cursor->next == cursor->end) {
        return NULL;
    }
    return PyLong_FromLongLong(++cursor->next);
}

typedef struct {
    PyObject_HEAD
    int64_t cents;
} Money;

static PyObject *
money_of(PyTypeObject *type, int64_t cents)
{
    Money *self = (Money *)type->tp_alloc(type, 0);
    if (self != NULL) {
        self->cents = cents;
    }
    return (PyObject *)self;
}

static PyObject *
money_make(PyTypeObject *type, PyObject *argument)
{
    int64_t cents;
    return argument == NULL || as_int64(argument, &cents) < 0 ? NULL : money_of(type, cents);
}

static PyObject *
money_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    int keywords = kwargs != NULL && PyDict_GET_SIZE(kwargs) != 0;
    return money_make(
        type, only_argument("Money", ((PyTupleObject *)args)->ob_item, PyTuple_GET_SIZE(args), keywords));
}

static PyObject *
money_vectorcall(PyObject *type, PyObject *const *args, size_t flagged, PyObject *names)
{
    int keywords = names != NULL && PyTuple_GET_SIZE(names) != 0;
    return money_make((PyTypeObject *)type, only_argument("Money", args, PyVectorcall_NARGS(flagged), keywords));
}

static PyObject *
money_add(PyObject *left, PyObject *right)
{
    if (!PyObject_TypeCheck(left, money_type) || !PyObject_TypeCheck(right, money_type)) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    return money_of(money_type, (int64_t)((uint64_t)((Money *)left)->cents + (uint64_t)((Money *)right)->cents));
}

static PyObject *
money_compare(PyObject *self, PyObject *other, int op)
{
    if ((op != Py_EQ && op != Py_NE) || !PyObject_TypeCheck(other, money_type)) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    int equal = ((Money *)self)->cents == ((Money *)other)->cents;
    return PyBool_FromLong(op == Py_EQ ? equal : !equal);
}

static Py_hash_t
money_hash(PyObject *self)
{
    Py_hash_t hash = (Py_hash_t)((Money *)self)->cents;
    return hash == -1 ? -2 : hash;
}

static PyObject *
money_repr(PyObject *self)
{
    return PyUnicode_FromString("Money");
}

static PyObject *
money_cents(PyObject *self, PyObject *times)
{
    int64_t by;
    if (as_int64(times, &by) < 0) {
        return NULL;
    }
    return PyLong_FromLongLong((int64_t)((uint64_t)((Money *)self)->cents * (uint64_t)by));
}

static PyMethodDef money_methods[] = {
    {"cents", money_cents, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot numbers_slots[] = {
    {Py_tp_new, numbers_new},
    {Py_tp_dealloc, numbers_dealloc},
    {Py_mp_length, numbers_len},
    {Py_mp_subscript, numbers_getitem},
    {Py_mp_ass_subscript, numbers_setitem},
    {Py_sq_contains, numbers_contains},
    {Py_tp_call, numbers_call},
    {Py_tp_iter, numbers_iter},
    {0, NULL},
};

static PyType_Slot cursor_slots[] = {
    {Py_tp_dealloc, plain_dealloc},
    {Py_tp_iter, cursor_iter},
    {Py_tp_iternext, cursor_next},
    {0, NULL},
};

static PyType_Slot money_slots[] = {
    {Py_tp_new, money_new},
    {Py_tp_dealloc, plain_dealloc},
    {Py_nb_add, money_add},
    {Py_tp_richcompare, money_compare},
    {Py_tp_hash, money_hash},
    {Py_tp_repr, money_repr},
    {Py_tp_methods, money_methods},
    {0, NULL},
};

static PyType_Spec numbers_spec = {"calls.Numbers", sizeof(Numbers), 0, Py_TPFLAGS_DEFAULT, numbers_slots};
static PyType_Spec cursor_spec = {
    "calls.Cursor", sizeof(Cursor), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION, cursor_slots,
};
static PyType_Spec money_spec = {"calls.Money", sizeof(Money), 0, Py_TPFLAGS_DEFAULT, money_slots};

static PyTypeObject *
added_type(PyObject *module, PyType_Spec *spec)
{
    PyTypeObject *type = (PyTypeObject *)PyType_FromSpec(spec);
    if (type != NULL && PyModule_AddType(module, type) < 0) {
        Py_CLEAR(type);
    }
    return type;
}

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
    if (failed || (numbers_type = added_type(module, &numbers_spec)) == NULL
        || (cursor_type = added_type(module, &cursor_spec)) == NULL
        || (money_type = added_type(module, &money_spec)) == NULL) {
        return -1;
    }
    money_type->tp_vectorcall = money_vectorcall;
    return 0;
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

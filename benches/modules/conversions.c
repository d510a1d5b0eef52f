/* The conversions module written by hand against the C API. What conversions.rs does, this does: take_*
 * converts the whole argument into memory of its own, give_* copies a prepared value and converts the copy.
 * The dict becomes an open-addressing table with owned keys, hashed as Rust's HashMap does it (SipHash-1-3
 * with random keys): a table that can be flooded would not be the same thing.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#define COUNT 10000
#define KEEP(pointer) __asm__ volatile("" : : "r"(pointer) : "memory")

typedef struct { char *data; size_t length; } Text;
typedef struct { int64_t number; double real; } Pair;
typedef struct { Text key; int64_t value; uint64_t hash; } Entry;
typedef struct { Entry *entries; size_t mask, used; } Table;

/* --- scalars ------------------------------------------------------------------------------------------ */

/* Of the two functions for 64 bits, this one has the shorter way to an answer where `long` is wide enough. */
#if LONG_MAX == INT64_MAX
#define READ_INT64 PyLong_AsLong
#else
#define READ_INT64 PyLong_AsLongLong
#endif

static inline int
as_int64(PyObject *object, int64_t *value)
{
#if PY_VERSION_HEX >= 0x030C0000
    if (PyLong_CheckExact(object) && PyUnstable_Long_IsCompact((PyLongObject *)object)) {
        *value = PyUnstable_Long_CompactValue((PyLongObject *)object);
        return 0;
    }
#endif
    int64_t read = READ_INT64(object);
    *value = read;
    return read == -1 && PyErr_Occurred() ? -1 : 0;
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
copy_text(const char *data, size_t length, Text *into)
{
    into->data = malloc(length ? length : 1);
    if (into->data == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    memcpy(into->data, data, length);
    into->length = length;
    return 0;
}

static inline int
as_text(PyObject *object, Text *into)
{
    Py_ssize_t length;
    const char *data = PyUnicode_AsUTF8AndSize(object, &length);
    return data == NULL ? -1 : copy_text(data, (size_t)length, into);
}

static inline int
as_bytes(PyObject *object, Text *into)
{
    if (!PyBytes_Check(object)) {
        PyErr_Format(PyExc_TypeError, "expected bytes, got %s", Py_TYPE(object)->tp_name);
        return -1;
    }
    return copy_text(PyBytes_AS_STRING(object), (size_t)PyBytes_GET_SIZE(object), into);
}

static inline int
as_pair(PyObject *object, Pair *into)
{
    if (!PyTuple_Check(object) || PyTuple_GET_SIZE(object) != 2) {
        PyErr_SetString(PyExc_TypeError, "expected a tuple of two");
        return -1;
    }
    return as_int64(PyTuple_GET_ITEM(object, 0), &into->number) < 0
        || as_double(PyTuple_GET_ITEM(object, 1), &into->real) < 0 ? -1 : 0;
}

/* --- lists -------------------------------------------------------------------------------------------- */

static void drop_nothing(void *items, size_t count) { (void)items, (void)count; }

static void
drop_texts(void *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(((Text *)items)[i].data);
    }
}

/* An item's conversion may run Python code, which may shrink the list: its size is read at every step. */
#define TAKE_LIST(NAME, ITEM, READ, DROP)                                                    \
    static PyObject *NAME(PyObject *module, PyObject *list)                                  \
    {                                                                                        \
        if (!PyList_Check(list)) {                                                           \
            PyErr_SetString(PyExc_TypeError, "expected a list");                             \
            return NULL;                                                                     \
        }                                                                                    \
        size_t room = (size_t)PyList_GET_SIZE(list), count = 0;                              \
        ITEM *items = malloc(room ? room * sizeof(ITEM) : 1);                                \
        if (items == NULL) {                                                                 \
            return PyErr_NoMemory();                                                         \
        }                                                                                    \
        while (count < room && count < (size_t)PyList_GET_SIZE(list)) {                      \
            if (READ(PyList_GET_ITEM(list, count), &items[count]) < 0) {                     \
                DROP(items, count);                                                          \
                free(items);                                                                 \
                return NULL;                                                                 \
            }                                                                                \
            count++;                                                                         \
        }                                                                                    \
        KEEP(items);                                                                         \
        DROP(items, count);                                                                  \
        free(items);                                                                         \
        return PyLong_FromSize_t(count);                                                     \
    }

TAKE_LIST(take_floats, double, as_double, drop_nothing)
TAKE_LIST(take_ints, int64_t, as_int64, drop_nothing)
TAKE_LIST(take_strings, Text, as_text, drop_texts)
TAKE_LIST(take_bytes, Text, as_bytes, drop_texts)
TAKE_LIST(take_pairs, Pair, as_pair, drop_nothing)

static PyObject *from_double(const double *value) { return PyFloat_FromDouble(*value); }
static PyObject *from_int64(const int64_t *value) { return PyLong_FromLongLong(*value); }
static PyObject *from_text(const Text *text) { return PyUnicode_FromStringAndSize(text->data, (Py_ssize_t)text->length); }
static PyObject *from_bytes(const Text *text) { return PyBytes_FromStringAndSize(text->data, (Py_ssize_t)text->length); }

static PyObject *
from_pair(const Pair *pair)
{
    PyObject *number = PyLong_FromLongLong(pair->number);
    PyObject *real = PyFloat_FromDouble(pair->real);
    PyObject *tuple = PyTuple_New(2);
    if (number == NULL || real == NULL || tuple == NULL) {
        Py_XDECREF(number);
        Py_XDECREF(real);
        Py_XDECREF(tuple);
        return NULL;
    }
    PyTuple_SET_ITEM(tuple, 0, number);
    PyTuple_SET_ITEM(tuple, 1, real);
    return tuple;
}

static int
copy_plain(void *into, const void *from, size_t size)
{
    memcpy(into, from, size * COUNT);
    return 0;
}

static int
copy_texts(void *into, const void *from, size_t size)
{
    (void)size;
    for (size_t i = 0; i < COUNT; i++) {
        const Text *text = (const Text *)from + i;
        if (copy_text(text->data, text->length, (Text *)into + i) < 0) {
            drop_texts(into, i);
            return -1;
        }
    }
    return 0;
}

#define GIVE_LIST(NAME, ITEM, PREPARED, COPY, MAKE, DROP)                                    \
    static PyObject *NAME(PyObject *module, PyObject *unused)                                \
    {                                                                                        \
        ITEM *items = malloc(COUNT * sizeof(ITEM));                                          \
        if (items == NULL || COPY(items, PREPARED, sizeof(ITEM)) < 0) {                      \
            free(items);                                                                     \
            return PyErr_NoMemory();                                                         \
        }                                                                                    \
        KEEP(items);                                                                         \
        PyObject *list = PyList_New(COUNT);                                                  \
        for (size_t i = 0; list != NULL && i < COUNT; i++) {                                 \
            PyObject *item = MAKE(&items[i]);                                                \
            if (item == NULL) {                                                              \
                Py_CLEAR(list);                                                              \
                break;                                                                       \
            }                                                                                \
            PyList_SET_ITEM(list, i, item);                                                  \
        }                                                                                    \
        DROP(items, COUNT);                                                                  \
        free(items);                                                                         \
        return list;                                                                         \
    }

static double floats[COUNT];
static int64_t ints[COUNT], wide_ints[COUNT];
static Text texts[COUNT];
static Pair pairs[COUNT];
static Table table;

GIVE_LIST(give_floats, double, floats, copy_plain, from_double, drop_nothing)
GIVE_LIST(give_ints, int64_t, ints, copy_plain, from_int64, drop_nothing)
GIVE_LIST(give_wide_ints, int64_t, wide_ints, copy_plain, from_int64, drop_nothing)
GIVE_LIST(give_strings, Text, texts, copy_texts, from_text, drop_texts)
GIVE_LIST(give_bytes, Text, texts, copy_texts, from_bytes, drop_texts)
GIVE_LIST(give_pairs, Pair, pairs, copy_plain, from_pair, drop_nothing)

/* --- dict --------------------------------------------------------------------------------------------- */

#define ROTATE(x, by) (((x) << (by)) | ((x) >> (64 - (by))))
#define ROUND(a, b, c, d)                                                                    \
    (a += b, b = ROTATE(b, 13) ^ a, a = ROTATE(a, 32), c += d, d = ROTATE(d, 16) ^ c,        \
     a += d, d = ROTATE(d, 21) ^ a, c += b, b = ROTATE(b, 17) ^ c, c = ROTATE(c, 32))

static uint64_t secret[2];

static uint64_t
siphash13(const char *data, size_t length)
{
    uint64_t a = secret[0] ^ 0x736f6d6570736575u, b = secret[1] ^ 0x646f72616e646f6du;
    uint64_t c = secret[0] ^ 0x6c7967656e657261u, d = secret[1] ^ 0x7465646279746573u;
    uint64_t word, last = (uint64_t)length << 56;
    for (; length >= 8; data += 8, length -= 8) {
        memcpy(&word, data, 8);
        d ^= word;
        ROUND(a, b, c, d);
        a ^= word;
    }
    for (size_t i = 0; i < length; i++) {
        last |= (uint64_t)(unsigned char)data[i] << (8 * i);
    }
    d ^= last;
    ROUND(a, b, c, d);
    a ^= last;
    c ^= 0xff;
    ROUND(a, b, c, d);
    ROUND(a, b, c, d);
    ROUND(a, b, c, d);
    return a ^ b ^ c ^ d;
}

static int
table_init(Table *made, size_t count)
{
    size_t size = 8;
    while (size * 7 / 8 < count) {
        size *= 2;
    }
    *made = (Table){calloc(size, sizeof(Entry)), size - 1, 0};
    return made->entries == NULL ? -1 : 0;
}

static void
table_drop(Table *dropped)
{
    for (size_t i = 0; dropped->entries != NULL && i <= dropped->mask; i++) {
        free(dropped->entries[i].key.data);
    }
    free(dropped->entries);
}

static int
table_insert(Table *into, const char *data, size_t length, int64_t value)
{
    uint64_t hash = siphash13(data, length);
    size_t at = hash & into->mask;
    for (; into->entries[at].key.data != NULL; at = (at + 1) & into->mask) {
        Entry *entry = &into->entries[at];
        if (entry->hash == hash && entry->key.length == length && memcmp(entry->key.data, data, length) == 0) {
            entry->value = value;
            return 0;
        }
    }
    if (into->used == into->mask || copy_text(data, length, &into->entries[at].key) < 0) {
        return -1;
    }
    into->used++;
    into->entries[at].hash = hash;
    into->entries[at].value = value;
    return 0;
}

static PyObject *
take_dict(PyObject *module, PyObject *dict)
{
    Table made;
    PyObject *key, *value;
    Py_ssize_t place = 0;
    if (!PyDict_Check(dict)) {
        PyErr_SetString(PyExc_TypeError, "expected a dict");
        return NULL;
    }
    if (table_init(&made, (size_t)PyDict_GET_SIZE(dict)) < 0) {
        return PyErr_NoMemory();
    }
    while (PyDict_Next(dict, &place, &key, &value)) {
        int64_t number;
        Py_ssize_t length;
        const char *data = PyUnicode_AsUTF8AndSize(key, &length);
        if (data == NULL || as_int64(value, &number) < 0
            || table_insert(&made, data, (size_t)length, number) < 0) {
            table_drop(&made);
            return NULL;
        }
    }
    KEEP(&made);
    size_t count = made.used;
    table_drop(&made);
    return PyLong_FromSize_t(count);
}

static int
table_copy(Table *into, const Table *from)
{
    *into = (Table){calloc(from->mask + 1, sizeof(Entry)), from->mask, from->used};
    for (size_t i = 0; into->entries != NULL && i <= from->mask; i++) {
        const Entry *entry = &from->entries[i];
        if (entry->key.data == NULL) {
            continue;
        }
        into->entries[i] = *entry;
        if (copy_text(entry->key.data, entry->key.length, &into->entries[i].key) < 0) {
            return -1;
        }
    }
    return into->entries == NULL ? -1 : 0;
}

static PyObject *
give_dict(PyObject *module, PyObject *unused)
{
    Table made;
    if (table_copy(&made, &table) < 0) {
        table_drop(&made);
        return PyErr_NoMemory();
    }
    KEEP(&made);
    PyObject *dict = PyDict_New();
    for (size_t i = 0; dict != NULL && i <= made.mask; i++) {
        Entry *entry = &made.entries[i];
        if (entry->key.data == NULL) {
            continue;
        }
        PyObject *key = from_text(&entry->key);
        PyObject *value = key == NULL ? NULL : PyLong_FromLongLong(entry->value);
        if (value == NULL || PyDict_SetItem(dict, key, value) < 0) {
            Py_CLEAR(dict);
        }
        Py_XDECREF(key);
        Py_XDECREF(value);
    }
    table_drop(&made);
    return dict;
}

/* --- module ------------------------------------------------------------------------------------------- */

static int
conversions_exec(PyObject *module)
{
    char text[32];
    if (getrandom(secret, sizeof secret, 0) != sizeof secret || table_init(&table, COUNT) < 0) {
        PyErr_NoMemory();
        return -1;
    }
    for (int64_t i = 0; i < COUNT; i++) {
        floats[i] = (double)i * 0.5;
        ints[i] = i * 7919 - 5000;
        wide_ints[i] = (i - 5000) * ((int64_t)1 << 40);
        pairs[i] = (Pair){ints[i], floats[i]};
        int length = snprintf(text, sizeof text, "item %d", (int)i);
        if (copy_text(text, (size_t)length, &texts[i]) < 0) {
            return -1;
        }
        length = snprintf(text, sizeof text, "key %d", (int)i);
        if (table_insert(&table, text, (size_t)length, i * 7919) < 0) {
            return -1;
        }
    }
    return 0;
}

#define ROW(NAME, FLAGS) {#NAME, NAME, FLAGS, NULL}

static PyMethodDef conversions_methods[] = {
    ROW(take_floats, METH_O), ROW(give_floats, METH_NOARGS),
    ROW(take_ints, METH_O), ROW(give_ints, METH_NOARGS),
    {"take_wide_ints", take_ints, METH_O, NULL}, ROW(give_wide_ints, METH_NOARGS),
    ROW(take_strings, METH_O), ROW(give_strings, METH_NOARGS),
    ROW(take_bytes, METH_O), ROW(give_bytes, METH_NOARGS),
    ROW(take_pairs, METH_O), ROW(give_pairs, METH_NOARGS),
    ROW(take_dict, METH_O), ROW(give_dict, METH_NOARGS),
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot conversions_slots[] = {
    {Py_mod_exec, conversions_exec},
    {0, NULL},
};

static struct PyModuleDef conversions_module = {
    PyModuleDef_HEAD_INIT, "conversions", NULL, 0, conversions_methods, conversions_slots, NULL, NULL, NULL,
};

PyMODINIT_FUNC
PyInit_conversions(void)
{
    return PyModuleDef_Init(&conversions_module);
}

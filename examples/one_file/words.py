"""Uses fast_words.rs. Run `ferrule develop` in this directory first."""

import fast_words

print(fast_words.count("To be, or not to be", shortest=2))

vocabulary = fast_words.Vocabulary()
vocabulary.add("one fish, two fish, red fish, blue fish")
print(vocabulary, vocabulary.total, vocabulary.most_common(2))

try:
    vocabulary.most_common(0)
except ValueError as error:
    print(f"ValueError: {error}")

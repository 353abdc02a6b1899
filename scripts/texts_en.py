"""What does the command line say in English? One text a key; ``scripts.texts`` says what the keys mean."""

ENGLISH = {
    # help
    "overview_about": "Bisagra searches a folder of documents in Spanish and English at once.",
    "overview_usage": "usage: bisagra COMMAND [ARGUMENTS]",
    "overview_commands": "commands:",
    "overview_examples": (
        "examples:\n"
        "  bisagra index ~/papers          read a folder and remember it\n"
        "  bisagra search ASPAN            also finds SPP\n"
        "  bisagra help search             all flags of a command, with examples\n"
        "\n"
        "Exit codes: 0 found or done, 1 nothing found, 2 an error or a file that could not be read.\n"
        "The index lies in var/index; --index, BISAGRA_INDEX or bisagra.toml move it."
    ),
    "help_usage": "usage: ",
    "name_SOURCE": "SOURCE",
    "name_QUERY": "QUERY",
    "name_FILE": "FILE",
    "name_DIR": "DIR",
    "name_KEY=VALUE": "KEY=VALUE",
    "name_CHUNK_ID|PATH[:LINE]": "CHUNK_ID|PATH[:LINE]",
    "name_ACTION": "ACTION",
    "name_VALUE": "VALUE",
    "name_ADDRESS": "ADDRESS",
    "name_QUERIES.jsonl": "QUERIES.jsonl",
    "name_TERM": "TERM",
    "name_ENGLISH_FILE": "ENGLISH_FILE",
    "name_N": "N",
    "help_arguments": "arguments",
    "help_options": "options",
    "help_help": "show this help and end",
    "help_index": "folder of the index (default: BISAGRA_INDEX, else bisagra.toml, else var/index)",
    "help_debug": "on an error, show where in the program it happened",
    "help_json": "print JSON instead of text",
    "index_summary": "read new and changed files into the index",
    "index_about": (
        "Read files or folders into the index and remember them, so that a bare `bisagra index` later\n"
        "brings everything up to date. Only new, changed, renamed and removed files are touched."
    ),
    "index_examples": (
        "examples:\n"
        "  bisagra index ~/papers reports/2009.txt\n"
        "  bisagra index                   update what was indexed before\n"
        "  bisagra index --dry-run         only say what would be done\n"
        "  bisagra index --only ~/papers   forget every other source"
    ),
    "index_source": "file or folder; none means all that are remembered",
    "index_rebuild": "make the whole index anew",
    "index_verify": "compare every file's content, not only its size and time",
    "index_jobs": "processes that read files; 0 means one for each processor (default: 1)",
    "index_ocr": "text recognition for page images (default: auto)",
    "index_dry_run": "say what would be done and write nothing",
    "index_only": "forget every source but those named here",
    "watch_summary": "update the index whenever something changes",
    "watch_about": (
        "Update the index, then wait and update it again whenever a file is written, moved or removed,\n"
        "until Ctrl-C. Without a source, everything that is remembered is watched."
    ),
    "watch_examples": (
        "examples:\n  bisagra watch ~/papers\n  bisagra watch                   what was indexed before"
    ),
    "watch_json": "print one JSON object an update instead of text",
    "watch_begin_one": "Watching {number} source. Ctrl-C ends it.",
    "watch_begin_other": "Watching {number} sources. Ctrl-C ends it.",
    "watch_end": "No longer watching. The index is up to date with the last line above.",
    "search_summary": "find passages in both languages",
    "search_about": (
        "Find passages. A word stands for all its forms, with or without accents, and for its known\n"
        'equivalents in both languages. "exact words", =spelling, pre*, word~, a NEAR/5 b, AND OR NOT,\n'
        "+must -mustnot, field:value, date:2005..2009 and !word (no equivalents) do what they say.\n"
        "Quote the query for the shell when it holds any of these."
    ),
    "search_examples": (
        "examples:\n"
        "  bisagra search guardia costera\n"
        "  bisagra search '\"Coast Guard\" -drill date:2005..2009' --limit 20\n"
        "  bisagra search aduana --filter language=en --filter year=2009\n"
        "  bisagra search ASPAN --json | jq '.hits[].path'"
    ),
    "search_query": "what to look for; several words need no quoting",
    "search_limit": "most passages to show (default: 10)",
    "search_offset": "skip this many passages first (default: 0)",
    "search_language": "only passages in this language",
    "search_filter": "only passages with this value, such as type=txt or folder=2009; can be repeated",
    "search_sort": "order: best first, newest first or by file (default: score)",
    "search_exact": "only the forms as typed, accents aside",
    "search_no_translate": "no equivalents in the other language",
    "search_copies": "list passages that say the same each for itself",
    "search_explain": "say why each passage was found",
    "batch_summary": "answer a list of queries",
    "batch_about": (
        "Answer a file of queries in order, one a line, or an id, a tab and a query a line. Each answer is\n"
        "written as soon as it is known. A query that cannot be answered gets its error in its own row."
    ),
    "batch_examples": (
        "examples:\n"
        "  bisagra batch queries.txt > answers.jsonl\n"
        "  bisagra batch queries.tsv --csv --limit 5 > answers.csv\n"
        "  printf 'ASPAN\\n' | bisagra batch -"
    ),
    "batch_file": "file of queries in UTF-8; - reads them from the standard input",
    "batch_limit": "most passages for each query (default: 20)",
    "batch_jsonl": "one JSON object a query (this is how it is done anyway)",
    "batch_csv": "a table with one row a passage; cells that a spreadsheet would run get an apostrophe",
    "show_summary": "show a passage in its context",
    "show_about": "Show a passage with its neighbours, where it stands in its file and what is known of it.",
    "show_examples": (
        "examples:\n"
        "  bisagra show report.txt:175     the passage at line 175\n"
        "  bisagra show report.txt         all passages of a document\n"
        "  bisagra show a2a5ce1e04c1d2f2   the passage of this id"
    ),
    "show_target": "a passage's id, or a document's path with or without a line",
    "show_context": "passages to show before and after (default: 1)",
    "concordance_summary": "list every place at which a word occurs",
    "concordance_about": (
        "List every place at which a word or phrase occurs, in all its forms and in both languages, in one\n"
        "line each: the words before it, itself, and the words after it (keyword in context)."
    ),
    "concordance_examples": (
        "examples:\n"
        "  bisagra concordance 'guardia costera' --sort right\n"
        "  bisagra concordance ASPAN --language en --width 30\n"
        "  bisagra concordance inspección --csv > lines.csv"
    ),
    "concordance_width": "characters of context on each side (default: 60, or what fits)",
    "concordance_sort": "order: by document, by the words before or by those after (default: document)",
    "concordance_csv": (
        "a table with one row an occurrence; cells that a spreadsheet would run get an apostrophe"
    ),
    "concordance_found": "{occurrences} in {passages}",
    "concordance_incomplete": "{occurrences} in the best {most} of {passages}; narrow the query for all",
    "occurrences_one": "{number} occurrence",
    "occurrences_other": "{number} occurrences",
    "export_summary": "write passages with what a citation needs",
    "export_about": (
        "Write the passages of a query with author, title, date and place. csv, json, html and md have an\n"
        "entry a passage; csl-json, ris and bibtex an item a document, its passages as notes, for Zotero\n"
        "and other reference managers."
    ),
    "export_examples": (
        "examples:\n"
        "  bisagra export 'guardia costera' --format ris --output costera.ris\n"
        "  bisagra export ASPAN --format csv --limit 1000 > aspan.csv\n"
        "  bisagra export aduana --filter year=2009 --format md"
    ),
    "export_format": "csv, json, csl-json, ris, bibtex, html or md",
    "export_limit": "most passages to write (default: 100)",
    "export_output": "write to this file instead of the standard output",
    "export_more": "Written: the best {shown} of {total}; --limit takes more.",
    "status_summary": "say what the index holds",
    "status_about": "Say how many documents and passages there are, from where, and what could not be read.",
    "status_examples": "examples:\n  bisagra status\n  bisagra status --json | jq .documents",
    "check_summary": "read every file of the index and say what is damaged",
    "check_about": (
        "Read every file of the index whole, compare index and journal, and name each file that is not what\n"
        "was written. --repair does the least that mends: it removes left-overs, goes back to the state\n"
        "before the damage, reads missing documents again, or builds the index anew. Your documents are\n"
        "never touched."
    ),
    "check_examples": (
        "examples:\n  bisagra check\n  bisagra check --repair\n  bisagra check --json | jq .findings"
    ),
    "check_repair": "mend what is wrong, then check again",
    "serve_summary": "open the search page for a browser",
    "serve_about": (
        "Serve the search page until Ctrl-C. On any address but this machine's own it starts only with\n"
        "BISAGRA_PASSWORD or BISAGRA_TOKEN set, and with the host names in BISAGRA_HOST_NAMES."
    ),
    "serve_examples": "examples:\n  bisagra serve\n  bisagra serve --port 8080 --index ~/papers-index",
    "serve_host": "address to listen on (default: 127.0.0.1)",
    "serve_port": "port to listen on (default: 5000)",
    "eval_summary": "measure the search against judged queries",
    "eval_about": (
        "Run judged queries and print nDCG@10, MRR@10, recall@20 and success at 1, 5 and 10, by kind and\n"
        'language. Each line of the file is one JSON object: {"id", "query", "kind", "language",\n'
        '"relevant": [{"path", "lines": [first, last], "grade"}], "note"}. A query without relevant\n'
        "passages must find nothing that holds all its words."
    ),
    "eval_examples": (
        "examples:\n  bisagra eval tests/golden/queries.jsonl\n  bisagra eval queries.jsonl --json"
    ),
    "eval_file": "file of judged queries, one JSON object a line",
    "terms_summary": "look terms up, learn them from your documents, exchange them",
    "terms_about": (
        "Work with the termbase, the names that stand for the same thing in both languages.\n"
        "  lookup TERM     what a name stands for\n"
        "  list            all concepts\n"
        "  suggest         acronyms that your documents explain, with evidence and what they would change\n"
        "  accept N ...    take suggestions of the last list into your own termbase\n"
        "  export          write the termbase to standard output, --format csv, tbx, skos or tsv\n"
        "  import FILE     take such a file into your own termbase\n"
        "  check [FILE]    find what would mislead a search\n"
        "  learn           learn translations from parallel documents, NAME.es.txt and NAME.en.txt;\n"
        "                  learn SPANISH ENGLISH names a pair\n"
        "Your own termbase is the last one named in bisagra.toml, else terms.tsv in the index folder."
    ),
    "terms_examples": (
        "examples:\n"
        "  bisagra terms lookup ASPAN\n"
        "  bisagra terms suggest\n"
        "  bisagra terms accept 3 5-7\n"
        "  bisagra terms export --format tbx --own > mine.tbx\n"
        "  bisagra terms import glossary.csv"
    ),
    "terms_action": "lookup, list, suggest, accept, export, import, check or learn",
    "terms_values": "a term, numbers of suggestions, or a file, as the action wants",
    "terms_format": "form of the file; import tells it by its name where it can",
    "terms_own": "only your own terms, not the shipped ones",
    # errors of the command line
    "usage_error": "bisagra: {problem}",
    "usage_hint": "Try: {command} --help",
    "unknown_command": "bisagra: there is no command {name}.",
    "unknown_command_nearest": "bisagra: there is no command {name}. Did you mean {nearest}?",
    "unknown_flag": "unknown: {names}",
    "unknown_flag_nearest": "unknown: {names}. Did you mean {nearest}?",
    "unknown_flag_minus": (
        "unknown: {names}. To leave a word out, quote the whole query: bisagra search 'aduana -puerto'"
    ),
    "missing_argument": "missing: {names}",
    "missing_value": "{flag} needs a value",
    "bad_choice": "{flag} {value}: choose one of {choices}",
    "bad_choice_nearest": "{flag} {value}: did you mean {nearest}? Choose one of {choices}",
    "not_together": "{flag} cannot go with {other}",
    "unneeded_value": "{flag} takes no value",
    "bad_value": "{flag}: {problem}",
    "bad_number": "{value} is not a whole number of {least} or more",
    "too_many": "--limit {value}: at most {most} are given at once; go on with --offset",
    "too_wide": "--width {value}: at most {most} characters are shown on each side",
    "unwritable": "{path} cannot be written: {problem}",
    "too_many_batch": "--limit {value}: at most {most} passages are given for a query",
    "no_query": "There is nothing to look for. Give a query, a --filter or a --language",
    "bad_filter": "--filter {value}: write KEY=VALUE, such as year=2009",
    "unknown_filter": "--filter {name}: choose one of {choices}",
    "missing_source": "there is no such file or folder",
    "missing_sources": "Nothing was indexed, as none of these exist: {paths}",
    "missing_only": "--only would forget the other sources, but there is no file or folder {path}",
    "unreadable_queries": "{path} cannot be read: {problem}",
    "configuration_unreadable": "{path} cannot be read: {problem}",
    "configuration_syntax": "{path} is not valid TOML: {problem}",
    "configuration_unknown": "{path}: unknown setting {name}. Known are {choices}",
    "configuration_value": "{path}: {name} must be {wanted}",
    "not_utf8": "it is not UTF-8",
    "wanted_text": "a text between quotation marks",
    "wanted_texts": "a text or a list of texts",
    "wanted_table": "a table, such as [serve]",
    "wanted_port": "a port number from 0 to 65535",
    "bad_port": "--port {port}: ports go from 0 to 65535",
    "port_taken": "Port {port} is already in use. Try: bisagra serve --port {free}",
    "port_taken_all": "Port {port} is already in use. Choose another with --port",
    "port_forbidden": "Port {port} needs more rights than you have. Try: bisagra serve --port {free}",
    "cannot_serve": "{problem}",
    "serve_open": (
        "{host} can be reached by others: set BISAGRA_PASSWORD or BISAGRA_TOKEN, and BISAGRA_HOST_NAMES "
        "to the names under which it will be asked for; or serve on 127.0.0.1"
    ),
    # errors of other rooms: their own sentences are English already
    "error_index_missing": "There is no index in {directory} yet. Run: bisagra index{index} FOLDER",
    "error_index_stale": (
        "The index in {directory} was made by another version of Bisagra. Run: bisagra index --rebuild{index}"
    ),
    "error_index_damaged": (
        "The index in {directory} is damaged{file}: {problem}. Your documents are untouched. "
        "Run: bisagra check --repair{index}"
    ),
    "error_index_busy": "{message}",
    "error_index_unsafe": "{message}",
    "error_index_space": "{message}",
    "error_index_write": (
        "The index in {directory} could not be written{file}: {problem}. What was published last is whole "
        "and in use. Put that right, then run: bisagra index{index}"
    ),
    "error_index_access": "{message}",
    "error_line": "{path}, line {line}",
    "error_file": " (file {path})",
    "error_holder": " (PID {pid})",
    "error_holder_since": " (PID {pid}, since {started})",
    "error_index_foreign": "belongs to another user (number {owner})",
    "error_index_open": "can be changed by other users (mode {mode})",
    "error_source": "No folder has been indexed into {directory} yet. Run: bisagra index{index} FOLDER",
    "error_query": "{message}",
    "error_termbase": "{message}",
    "error_other": "{message}",
    "error_system": "{problem}: {path}",
    "error_system_bare": "The system refused: {problem}",
    "error_memory": "There is not enough memory for this",
    "error_unexpected": "Something went wrong inside Bisagra ({name}). Add --debug to see where",
    "error_row_unexpected": "Something went wrong inside Bisagra ({name})",
    "error_row_encoding": "The line is not UTF-8",
    "error_row_empty": "The query is empty",
    # counting
    "files_one": "{number} file",
    "files_other": "{number} files",
    "documents_one": "{number} document",
    "documents_other": "{number} documents",
    "passages_one": "{number} passage",
    "passages_other": "{number} passages",
    "unreadable_one": "{number} could not be read",
    "problems_alike": "and {number} more: {reason} (bisagra status names them all)",
    "unreadable_other": "{number} could not be read",
    "incomplete_one": "{number} read in part",
    "incomplete_other": "{number} read in part",
    "added_one": "{number} added",
    "added_other": "{number} added",
    "updated_one": "{number} updated",
    "updated_other": "{number} updated",
    "renamed_one": "{number} renamed",
    "renamed_other": "{number} renamed",
    "removed_one": "{number} removed",
    "removed_other": "{number} removed",
    "unchanged_one": "{number} unchanged",
    "unchanged_other": "{number} unchanged",
    # index
    "index_done": "{files}: {changes}. {documents}, {passages} in the index, {seconds} s.",
    "index_meaning_failed": "Searching by meaning is not up to date: {reason}",
    "index_meaning_stopped": (
        "Stopped while preparing the search by meaning. Everything is found by its words; "
        "bisagra index goes on with the rest."
    ),
    "index_nothing": "Nothing to do: {files}, all unchanged.",
    "index_nothing_problems": "Nothing to do: {files}, all unchanged; {problems}.",
    "index_no_files": "Nothing to do: there are no files in the sources.",
    "index_would": "Nothing was written. {files}: {changes}.",
    "index_rebuilt": "The whole index was made anew: {reason}.",
    "index_of_other_version": "another version of Bisagra had made it",
    "index_was_damaged": "it was damaged",
    "index_would_rebuild": "The whole index would be made anew: {reason}.",
    "index_no_change": "nothing changed",
    "progress_meaning": "by meaning",
    "progress_left": "{time} left",
    # search
    "found": "{passages}",
    "found_exact": "{passages}, {exact} of them with every word",
    "found_inexact": "{passages}, none with every word",
    "found_at_least": "at least {passages}",
    "found_time": "{milliseconds} ms",
    "nothing_found": "Nothing found for {query}.",
    "nothing_narrowed": "Filters are set: without --filter and --language the whole index is searched.",
    "nothing_hint": (
        "Try fewer words or a more general one, or look up what it is called in the other language: "
        "bisagra terms lookup NAME"
    ),
    "nothing_filtered": "Nothing found with these filters.",
    "nothing_beyond": "There are {passages}; --offset {offset} goes past the last one.",
    "more": "{first} to {last} of {total}; go on with --offset {next}",
    "also": "also: {forms}",
    "also_at": "also at: {places}",
    "also_like": "the same or nearly so at: {places}",
    "listed_one": "{number} without repeats",
    "listed_other": "{number} without repeats",
    "also_for": "also, for {term}: {forms}",
    "also_more": "{number} more",
    "read_as": "read as: {query}",
    "did_you_mean": "Did you mean {query}?",
    "note": "note: {note}",
    "partial": "partial match",
    "because": "because {reasons}",
    "as_typed": "as typed",
    "explained": "score {score}; {reasons}",
    "reason_concept": "same concept",
    "reason_inflection": "other form",
    "reason_translation": "translation",
    "reason_family": "same family",
    "reason_synonym": "synonym",
    "reason_month": "same month",
    "reason_spelling": "similar spelling",
    "reason_prefix": "same beginning",
    "language_es": "Spanish",
    "language_en": "English",
    "language_none": "undetermined",
    "note_unbalanced_quote": "the quotation mark of {detail} had no partner; it was taken to end the query",
    "note_unbalanced_parenthesis": "a bracket had no partner and was left out",
    "note_operator_ignored": "{detail} had nothing to join and was left out",
    "note_wildcard_ignored": "in {detail}, the * works only at a word's end, after three letters or more",
    "note_distance_limited": "{detail}: words can be at most 20 apart",
    "note_prefix_limited": "only the first 200 words that begin with {detail} were searched",
    "note_stop_words_dropped": "too common to search for: {detail}; between quotation marks they count",
    "note_ambiguous": "{detail} has several meanings; all of them were searched",
    "note_only_excluded": "the query only says what to leave out; everything else is shown",
    "note_no_exact": "no passage holds all that was asked for, in any form; the nearest are shown",
    "note_bad_date": "the date {detail} was not understood; write 2005, 2005-03, 2005-03-23 or 2005..2009",
    "note_earlier_generation": (
        "part of the newest index is damaged ({detail}); the state before it was searched. "
        "Run: bisagra check --repair"
    ),
    "note_other": "{note} {detail}",
    # show
    "show_unknown": "Nothing in the index is called “{target}”.",
    "show_unknown_near": "Nothing in the index is called “{target}”. Did you mean “{near}”?",
    "show_past_end": "{path} ends at line {last}; there is no line {line}.",
    "show_ambiguous": "Several documents are called {path}. Give the whole path of one: {files}",
    "show_changed": "The file has changed or gone since it was indexed: this is the text as it was then.",
    "show_file": "File",
    "show_attachments": "Attachments",
    "show_unread": "{name} (not read: {reason})",
    "show_languages": "Languages",
    "meta_date": "Date",
    "meta_sent": "Sent (UTC)",
    "meta_author": "Author",
    "meta_title": "Title",
    "meta_reference": "Reference",
    "meta_refers": "Refers to",
    "meta_origin": "Origin",
    "meta_classification": "Classification",
    "meta_subject": "Subject",
    "meta_tag": "Tags",
    "meta_marking": "Marking",
    "meta_paragraph": "Paragraph",
    "meta_description": "Description",
    "meta_signature": "Signed",
    "meta_ocr": "Recognised (OCR)",
    "meta_ocr_yes": "yes",
    # status
    "status_holds": "{documents}, {passages}; {files}",
    "status_directory": "Index",
    "status_updated": "Updated",
    "status_languages": "Languages",
    "status_meaning": "By meaning",
    "status_meaning_none": "off; words alone are searched. To have it, run: pip install '.[semantic]'",
    "status_meaning_stale": "not made yet. Run: bisagra index",
    "status_meaning_partial": "{model}, but not every passage has been read for it yet. Run: bisagra index",
    "status_meaning_on": "{model}",
    "status_size": "Size on disk",
    "status_versions": "Versions",
    "status_versions_value": "format {format}, analysis {analysis}",
    "status_sources": "Sources",
    "status_unreadable": "Could not be read",
    "status_incomplete": "Read in part",
    "status_never": "never",
    # check
    "check_nothing": "Nothing is wrong: {files}, {size}, all as they were written ({seconds} s).",
    "check_found": "{problems}; {files}, {size} read in {seconds} s.",
    "check_problems_one": "{number} problem",
    "check_problems_other": "{number} problems",
    "check_how_to_repair": "Your documents are untouched. To mend the index, run: bisagra check --repair",
    "check_damaged": "damaged: {path}: {detail}",
    "check_missing": "missing: {path}: {detail}",
    "check_disagrees": "index and journal disagree: {path}: {detail}",
    "check_orphan": "left over: {path}: {detail}",
    "check_unpurged": "not yet purged: {path}: {detail}",
    "check_edit": "damaged, and yours to correct: {path}: {detail}",
    "repair_removed": "removed: {path}",
    "repair_restored": "restored from its copy: {path}",
    "repair_went_back": "went back to the state before: {path}",
    "repair_read_again": "read again what was missing: {path}",
    "repair_rebuilt": "built the index anew because of: {path}",
    # serve
    "serving": "Serving {address} (Ctrl-C ends it)",
    # terms
    "terms_unknown": "{term} is not in the termbase.",
    "terms_kind_preferred": "preferred",
    "terms_kind_acronym": "acronym",
    "terms_kind_variant": "variant",
    "terms_kind_hidden": "misspelling",
    "terms_new": "new: {names}",
    "terms_extends": "add {names} to {whole}",
    "terms_impact": "a search for {query}: +{passages} in {files}",
    "hits_one": "{number} hit",
    "hits_other": "{number} hits",
    "terms_how_to_accept": "Take some of them with: bisagra terms accept N ...",
    "terms_nothing_to_suggest": "Your documents explain no acronym that the termbase does not know.",
    "terms_no_suggestions": "There is no list of suggestions yet. Run: bisagra terms suggest",
    "terms_suggestions_damaged": "{path} cannot be read. Run again: bisagra terms suggest",
    "terms_bad_number": "{value} is not in the last list; its numbers go from 1 to {most}",
    "terms_which_format": "{path}: name the form of the file with --format, one of {choices}",
    "terms_merged": "{path}: {added} added, {replaced} replaced, {unchanged} unchanged",
    "terms_no_parallel": (
        "The index has no parallel documents (NAME.es.txt beside NAME.en.txt). Name a pair: "
        "bisagra terms learn SPANISH ENGLISH"
    ),
    "terms_learnt": (
        "{path}: {words} words learnt from {paragraphs} pairs of paragraphs in {documents} pairs of documents"
    ),
    "terms_checked": "errors: {errors}, warnings: {warnings}, files: {files}",
    "terms_error": "error",
    "terms_warning": "warning",
    "terms_rule_unreadable": "{detail}",
    "terms_rule_same_label": "the label {detail} stands twice in this concept",
    "terms_rule_both_languages": "the label {detail} stands in both languages; only a preferred label may",
    "terms_rule_stop_word": "{detail} is too common a word; write ={detail} if its capitals tell it apart",
    "terms_rule_ordinary_word": "{detail} is also an ordinary word; write ={detail} for this spelling only",
    "terms_rule_one_way": "{detail} has a language with nothing but misspellings to show",
    "terms_rule_no_name": "{detail} has only variants in one of the languages",
    "terms_rule_shared_label": (
        "the label {detail} belongs to another concept too; begin the note with “ambiguous:”"
    ),
    "terms_rule_same_concept": "it has the same labels as {detail}",
    # eval
    "eval_kind": "kind",
    "eval_language": "language",
    "eval_queries": "queries",
    "eval_all": "all",
    "eval_mean": "mean over kinds",
    "eval_nothing": "must find nothing: {right} of {total} right",
    "eval_wrong": "found something: {names}",
    "eval_errors": "could not be answered: {names}",
    "eval_unknown_paths": "judged, but not in this index: {paths}",
    "eval_no_queries": "{path} holds no queries",
}

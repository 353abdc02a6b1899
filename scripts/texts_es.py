"""What does the command line say in Spanish? One text a key; ``scripts.texts`` says what the keys mean."""

SPANISH = {
    # help
    "overview_about": "Bisagra busca en una carpeta de documentos, a la vez en español y en inglés.",
    "overview_usage": "uso: bisagra ORDEN [ARGUMENTOS]",
    "overview_commands": "órdenes:",
    "overview_examples": (
        "ejemplos:\n"
        "  bisagra index ~/papeles         indexa una carpeta y la recuerda\n"
        "  bisagra search ASPAN            también encuentra SPP\n"
        "  bisagra help search             todas las opciones de una orden, con ejemplos\n"
        "\n"
        "Código de salida: 0 hecho o encontrado, 1 nada encontrado, 2 un error o un archivo ilegible.\n"
        "El índice está en var/index; --index, BISAGRA_INDEX o bisagra.toml lo cambian de sitio."
    ),
    "help_usage": "uso: ",
    "name_SOURCE": "FUENTE",
    "name_QUERY": "CONSULTA",
    "name_FILE": "ARCHIVO",
    "name_DIR": "CARPETA",
    "name_KEY=VALUE": "CLAVE=VALOR",
    "name_CHUNK_ID|PATH[:LINE]": "CÓDIGO|RUTA[:LÍNEA]",
    "name_ACTION": "ACCIÓN",
    "name_VALUE": "VALOR",
    "name_ADDRESS": "DIRECCIÓN",
    "name_QUERIES.jsonl": "CONSULTAS.jsonl",
    "name_TERM": "TÉRMINO",
    "name_ENGLISH_FILE": "ARCHIVO_INGLÉS",
    "name_N": "N",
    "help_arguments": "argumentos",
    "help_options": "opciones",
    "help_help": "muestra esta ayuda y termina",
    "help_index": "carpeta del índice (por defecto: BISAGRA_INDEX, luego bisagra.toml, luego var/index)",
    "help_debug": "si hay un error, muestra en qué punto del programa ocurrió",
    "help_json": "escribe JSON en lugar de texto",
    "index_summary": "incorpora al índice los archivos nuevos y cambiados",
    "index_about": (
        "Incorpora archivos o carpetas al índice y los recuerda: más tarde basta `bisagra index` para\n"
        "ponerlo al día. Solo se tocan los archivos nuevos, cambiados, renombrados y quitados."
    ),
    "index_examples": (
        "ejemplos:\n"
        "  bisagra index ~/papeles informes/2009.txt\n"
        "  bisagra index                   actualiza lo que ya se indexó\n"
        "  bisagra index --dry-run         solo dice lo que haría\n"
        "  bisagra index --only ~/papeles  olvida las demás fuentes"
    ),
    "index_source": "archivo o carpeta; si no se da ninguno, todos los recordados",
    "index_rebuild": "hace de nuevo el índice entero",
    "index_verify": "compara el contenido de cada archivo, no solo su tamaño y su hora",
    "index_jobs": "procesos que leen archivos; 0 es uno por procesador (por defecto: 1)",
    "index_ocr": "reconocimiento de texto en imágenes de páginas (por defecto: auto)",
    "index_dry_run": "dice lo que haría y no escribe nada",
    "index_only": "olvida todas las fuentes menos las que aquí se nombran",
    "watch_summary": "pone el índice al día cada vez que algo cambia",
    "watch_about": (
        "Pone el índice al día y luego espera: cada vez que un archivo se escribe, se mueve o se quita, lo\n"
        "pone al día otra vez, hasta Ctrl-C. Sin fuentes, vigila todas las recordadas."
    ),
    "watch_examples": (
        "ejemplos:\n  bisagra watch ~/papeles\n  bisagra watch                   lo que ya se indexó"
    ),
    "watch_json": "escribe un objeto JSON por cada puesta al día en lugar de texto",
    "watch_begin_one": "Vigilando {number} fuente. Ctrl-C termina.",
    "watch_begin_other": "Vigilando {number} fuentes. Ctrl-C termina.",
    "watch_end": "Ya no se vigila. El índice está al día hasta la última línea.",
    "search_summary": "busca pasajes en los dos idiomas",
    "search_about": (
        "Busca pasajes. Una palabra vale por todas sus formas, con o sin acentos, y por sus equivalentes\n"
        'conocidos en los dos idiomas. "palabras exactas", =grafía, pre*, palabra~, a NEAR/5 b, Y O NO,\n'
        "+debe -nodebe, campo:valor, fecha:2005..2009 y !palabra (sin equivalentes) hacen lo que dicen.\n"
        "Si la consulta lleva algo de esto, póngala entre comillas para la terminal."
    ),
    "search_examples": (
        "ejemplos:\n"
        "  bisagra search guardia costera\n"
        "  bisagra search '\"Coast Guard\" -simulacro fecha:2005..2009' --limit 20\n"
        "  bisagra search aduana --filter idioma=en --filter año=2009\n"
        "  bisagra search ASPAN --json | jq '.hits[].path'"
    ),
    "search_query": "lo que se busca; varias palabras no necesitan comillas",
    "search_limit": "cuántos pasajes se muestran como mucho (por defecto: 10)",
    "search_offset": "cuántos pasajes se saltan antes (por defecto: 0)",
    "search_language": "solo pasajes en este idioma",
    "search_filter": "solo pasajes con este valor, como tipo=txt o carpeta=2009; se puede repetir",
    "search_sort": "orden: los mejores, los más recientes o por archivo (por defecto: score)",
    "search_exact": "solo las formas tal como se escriben, salvo los acentos",
    "search_no_translate": "sin equivalentes en el otro idioma",
    "search_copies": "enumera uno por uno los pasajes que dicen lo mismo",
    "search_explain": "dice por qué se encontró cada pasaje",
    "batch_summary": "responde a una lista de consultas",
    "batch_about": (
        "Responde en orden a un archivo de consultas, una por línea, o un código, un tabulador y una\n"
        "consulta por línea. Cada respuesta se escribe en cuanto se conoce. Una consulta que no se puede\n"
        "responder recibe su error en su propia fila."
    ),
    "batch_examples": (
        "ejemplos:\n"
        "  bisagra batch consultas.txt > respuestas.jsonl\n"
        "  bisagra batch consultas.tsv --csv --limit 5 > respuestas.csv\n"
        "  printf 'ASPAN\\n' | bisagra batch -"
    ),
    "batch_file": "archivo de consultas en UTF-8; - las lee de la entrada estándar",
    "batch_limit": "cuántos pasajes como mucho por consulta (por defecto: 20)",
    "batch_jsonl": "un objeto JSON por consulta (así se hace de todos modos)",
    "batch_csv": "una tabla, una fila por pasaje; lo que una hoja de cálculo ejecutaría lleva un apóstrofo",
    "show_summary": "muestra un pasaje en su contexto",
    "show_about": "Muestra un pasaje con sus vecinos, en qué lugar de su archivo está y qué se sabe de él.",
    "show_examples": (
        "ejemplos:\n"
        "  bisagra show informe.txt:175    el pasaje de la línea 175\n"
        "  bisagra show informe.txt        todos los pasajes de un documento\n"
        "  bisagra show a2a5ce1e04c1d2f2   el pasaje de este código"
    ),
    "show_target": "el código de un pasaje, o la ruta de un documento con o sin línea",
    "show_context": "cuántos pasajes se muestran antes y después (por defecto: 1)",
    "concordance_summary": "lista cada lugar en que aparece una palabra",
    "concordance_about": (
        "Lista cada lugar en que aparece una palabra o una frase, en todas sus formas y en los dos idiomas,\n"
        "una línea por aparición: las palabras de antes, ella misma y las de después."
    ),
    "concordance_examples": (
        "ejemplos:\n"
        "  bisagra concordance 'guardia costera' --sort right\n"
        "  bisagra concordance ASPAN --language en --width 30\n"
        "  bisagra concordance inspección --csv > lineas.csv"
    ),
    "concordance_width": "caracteres de contexto a cada lado (por defecto: 60, o los que caben)",
    "concordance_sort": (
        "orden: por documento, por las palabras de antes o las de después (por defecto: document)"
    ),
    "concordance_csv": (
        "una tabla, una fila por aparición; lo que una hoja de cálculo ejecutaría lleva un apóstrofo"
    ),
    "concordance_found": "{occurrences} en {passages}",
    "concordance_incomplete": (
        "{occurrences} en los {most} mejores de {passages}; acote la consulta para ver todas"
    ),
    "occurrences_one": "{number} aparición",
    "occurrences_other": "{number} apariciones",
    "export_summary": "escribe pasajes con lo que hace falta para citarlos",
    "export_about": (
        "Escribe los pasajes de una consulta con autor, título, fecha y lugar. csv, json, html y md tienen\n"
        "una entrada por pasaje; csl-json, ris y bibtex, una ficha por documento con sus pasajes como\n"
        "notas, para Zotero y otros gestores de referencias."
    ),
    "export_examples": (
        "ejemplos:\n"
        "  bisagra export 'guardia costera' --format ris --output costera.ris\n"
        "  bisagra export ASPAN --format csv --limit 1000 > aspan.csv\n"
        "  bisagra export aduana --filter año=2009 --format md"
    ),
    "export_format": "csv, json, csl-json, ris, bibtex, html o md",
    "export_limit": "cuántos pasajes se escriben como mucho (por defecto: 100)",
    "export_output": "escribe en este archivo y no en la salida estándar",
    "export_more": "Escritos los mejores: {shown} de {total}; con --limit caben más.",
    "status_summary": "dice qué contiene el índice",
    "status_about": "Dice cuántos documentos y pasajes hay, de dónde vienen y qué no se pudo leer.",
    "status_examples": "ejemplos:\n  bisagra status\n  bisagra status --json | jq .documents",
    "check_summary": "lee todos los archivos del índice y dice cuáles están dañados",
    "check_about": (
        "Lee enteros todos los archivos del índice, compara el índice con su diario y nombra cada archivo\n"
        "que no es como se escribió. --repair hace lo mínimo que lo arregla: quita restos, vuelve al estado\n"
        "anterior al daño, lee otra vez los documentos que falten o crea el índice de nuevo. Sus documentos\n"
        "no se tocan nunca."
    ),
    "check_examples": (
        "ejemplos:\n  bisagra check\n  bisagra check --repair\n  bisagra check --json | jq .findings"
    ),
    "check_repair": "repara lo que esté mal y lo comprueba otra vez",
    "serve_summary": "abre la página de búsqueda para un navegador",
    "serve_about": (
        "Sirve la página de búsqueda hasta que se pulse Ctrl-C. En una dirección que no sea de esta misma\n"
        "máquina solo arranca con BISAGRA_PASSWORD o BISAGRA_TOKEN, y con los nombres de servidor en\n"
        "BISAGRA_HOST_NAMES."
    ),
    "serve_examples": "ejemplos:\n  bisagra serve\n  bisagra serve --port 8080 --index ~/indice",
    "serve_host": "dirección en la que escucha (por defecto: 127.0.0.1)",
    "serve_port": "puerto en el que escucha (por defecto: 5000)",
    "eval_summary": "mide la búsqueda con consultas juzgadas",
    "eval_about": (
        "Lanza consultas juzgadas y escribe nDCG@10, MRR@10, recall@20 y el acierto a 1, 5 y 10, por tipo\n"
        'y por idioma. Cada línea del archivo es un objeto JSON: {"id", "query", "kind", "language",\n'
        '"relevant": [{"path", "lines": [primera, última], "grade"}], "note"}. Una consulta sin pasajes\n'
        "pertinentes no debe encontrar nada que contenga todas sus palabras."
    ),
    "eval_examples": (
        "ejemplos:\n  bisagra eval tests/golden/queries.jsonl\n  bisagra eval consultas.jsonl --json"
    ),
    "eval_file": "archivo de consultas juzgadas, un objeto JSON por línea",
    "terms_summary": "consulta términos, los aprende de sus documentos y los intercambia",
    "terms_about": (
        "Trabaja con la base de términos, los nombres que valen por lo mismo en los dos idiomas.\n"
        "  lookup TÉRMINO  qué significa un nombre y a qué otros equivale\n"
        "  list            todos los conceptos\n"
        "  suggest         siglas que sus documentos explican, con pruebas y lo que cambiarían\n"
        "  accept N ...    toma sugerencias de la última lista para su propia base de términos\n"
        "  export          escribe la base en la salida estándar, --format csv, tbx, skos o tsv\n"
        "  import ARCHIVO  toma un archivo así para su propia base\n"
        "  check [ARCHIVO] halla lo que confundiría una búsqueda\n"
        "  learn           aprende traducciones de documentos paralelos, NOMBRE.es.txt y NOMBRE.en.txt;\n"
        "                  learn ESPAÑOL INGLÉS nombra un par\n"
        "Su propia base es la última que nombra bisagra.toml o, si falta, terms.tsv en la carpeta del índice."
    ),
    "terms_examples": (
        "ejemplos:\n"
        "  bisagra terms lookup ASPAN\n"
        "  bisagra terms suggest\n"
        "  bisagra terms accept 3 5-7\n"
        "  bisagra terms export --format tbx --own > propios.tbx\n"
        "  bisagra terms import glosario.csv"
    ),
    "terms_action": "lookup, list, suggest, accept, export, import, check o learn",
    "terms_values": "un término, números de sugerencias o un archivo, según la acción",
    "terms_format": "forma del archivo; import la reconoce por el nombre cuando puede",
    "terms_own": "solo sus propios términos, no los que vienen con el programa",
    # errors of the command line
    "usage_error": "bisagra: {problem}",
    "usage_hint": "Pruebe: {command} --help",
    "unknown_command": "bisagra: no hay ninguna orden {name}.",
    "unknown_command_nearest": "bisagra: no hay ninguna orden {name}. ¿Quería decir {nearest}?",
    "unknown_flag": "no se reconoce: {names}",
    "unknown_flag_nearest": "no se reconoce: {names}. ¿Quería decir {nearest}?",
    "unknown_flag_minus": (
        "no se reconoce: {names}. Para excluir una palabra, ponga la consulta entera entre comillas: "
        "bisagra search 'aduana -puerto'"
    ),
    "missing_argument": "falta: {names}",
    "missing_value": "{flag} necesita un valor",
    "bad_choice": "{flag} {value}: elija entre {choices}",
    "bad_choice_nearest": "{flag} {value}: ¿quería decir {nearest}? Elija entre {choices}",
    "not_together": "{flag} no puede ir junto a {other}",
    "unneeded_value": "{flag} no lleva ningún valor",
    "bad_value": "{flag}: {problem}",
    "bad_number": "{value} no es un número entero a partir de {least}",
    "too_many": "--limit {value}: se dan {most} de una vez como mucho; siga con --offset",
    "too_wide": "--width {value}: a cada lado se muestran {most} caracteres como mucho",
    "unwritable": "No se puede escribir {path}: {problem}",
    "too_many_batch": "--limit {value}: se dan {most} pasajes por consulta como mucho",
    "no_query": "No hay nada que buscar. Escriba una consulta, un --filter o un --language",
    "bad_filter": "--filter {value}: escriba CLAVE=VALOR, por ejemplo año=2009",
    "unknown_filter": "--filter {name}: elija entre {choices}",
    "missing_source": "no existe tal archivo o carpeta",
    "missing_sources": "No se indexó nada, porque no existe ninguno de estos: {paths}",
    "missing_only": "--only olvidaría las demás fuentes, pero no existe ningún archivo ni carpeta {path}",
    "unreadable_queries": "No se puede leer {path}: {problem}",
    "configuration_unreadable": "No se puede leer {path}: {problem}",
    "configuration_syntax": "{path} no es TOML válido: {problem}",
    "configuration_unknown": "{path}: no se conoce el ajuste {name}. Los que hay son {choices}",
    "configuration_value": "{path}: {name} debe ser {wanted}",
    "not_utf8": "no está en UTF-8",
    "wanted_text": "un texto entre comillas",
    "wanted_texts": "un texto o una lista de textos",
    "wanted_table": "una tabla, como [serve]",
    "wanted_port": "un número de puerto de 0 a 65535",
    "bad_port": "--port {port}: los puertos van de 0 a 65535",
    "port_taken": "El puerto {port} ya está en uso. Pruebe: bisagra serve --port {free}",
    "port_taken_all": "El puerto {port} ya está en uso. Elija otro con --port",
    "port_forbidden": (
        "El puerto {port} exige más permisos de los que tiene. Pruebe: bisagra serve --port {free}"
    ),
    "cannot_serve": "No se puede servir la página: {problem}",
    "serve_open": (
        "A {host} pueden llegar otros: ponga BISAGRA_PASSWORD o BISAGRA_TOKEN, y en BISAGRA_HOST_NAMES los "
        "nombres con que se pedirá la página; o sirva en 127.0.0.1"
    ),
    # errors of other rooms
    "error_index_missing": (
        "Todavía no hay ningún índice en {directory}. Ejecute: bisagra index{index} CARPETA"
    ),
    "error_index_stale": (
        "El índice de {directory} lo hizo otra versión de Bisagra. Ejecute: bisagra index --rebuild{index}"
    ),
    "error_index_damaged": (
        "El índice de {directory} está dañado{file}. Sus documentos están intactos. "
        "Ejecute: bisagra check --repair{index}"
    ),
    "error_index_busy": (
        "Ya se está indexando en {directory}{holder}. Espere a que termine y vuelva a intentarlo"
    ),
    "error_index_unsafe": "En {directory} no se guarda ningún índice: {reason}",
    "error_index_space": (
        "No hay sitio suficiente en el disco de {directory}: quedan {free} libres y hacen falta "
        "{needed} para escribir sin riesgo. No se cambió nada. "
        "Libere espacio o ponga el índice en otro sitio con --index"
    ),
    "error_index_write": (
        "No se pudo escribir en el índice de {directory}{file}: {problem}. Lo último que se publicó sigue "
        "íntegro y en uso. Corrija eso y ejecute: bisagra index{index}"
    ),
    "error_index_access": (
        "No se puede abrir el índice de {directory}{file}: {problem}. Corrija eso y vuelva a intentarlo"
    ),
    "error_line": "{path}, línea {line}",
    "error_file": " (archivo {path})",
    "error_holder": " (PID {pid})",
    "error_holder_since": " (PID {pid}, desde {started})",
    "error_index_foreign": "es de otro usuario (número {owner}). Elija una carpeta suya con --index",
    "error_index_open": (
        "otros usuarios pueden cambiar lo que contiene (permisos {mode}). Ejecute: chmod 700 '{directory}'"
    ),
    "error_source": (
        "Todavía no se ha indexado ninguna carpeta en {directory}. Ejecute: bisagra index{index} CARPETA"
    ),
    "error_query": (
        "La consulta se pasa de un límite en el carácter {position}: admite {chars} caracteres, "
        "{words} palabras y {depth} niveles de paréntesis"
    ),
    "error_termbase": "La base de términos no se puede usar. {message}",
    "error_other": "{message}",
    "error_system": "{path}: {problem}",
    "error_system_bare": "El sistema no lo permitió: {problem}",
    "error_memory": "No hay memoria suficiente para esto",
    "error_unexpected": "Algo falló dentro de Bisagra ({name}). Añada --debug a la orden para ver dónde",
    "error_row_unexpected": "Algo falló dentro de Bisagra ({name})",
    "error_row_encoding": "La línea no está en UTF-8",
    "error_row_empty": "La consulta está vacía",
    # counting
    "files_one": "{number} archivo",
    "files_other": "{number} archivos",
    "documents_one": "{number} documento",
    "documents_other": "{number} documentos",
    "passages_one": "{number} pasaje",
    "passages_other": "{number} pasajes",
    "unreadable_one": "{number} no se pudo leer",
    "problems_alike": "y {number} más: {reason} (bisagra status los nombra todos)",
    "unreadable_other": "{number} no se pudieron leer",
    "incomplete_one": "{number} leído en parte",
    "incomplete_other": "{number} leídos en parte",
    "added_one": "{number} añadido",
    "added_other": "{number} añadidos",
    "updated_one": "{number} actualizado",
    "updated_other": "{number} actualizados",
    "renamed_one": "{number} renombrado",
    "renamed_other": "{number} renombrados",
    "removed_one": "{number} quitado",
    "removed_other": "{number} quitados",
    "unchanged_one": "{number} sin cambios",
    "unchanged_other": "{number} sin cambios",
    # index
    "index_done": "{files}: {changes}. {documents}, {passages} en el índice, {seconds} s.",
    "index_meaning_failed": "La búsqueda por significado no está al día: {reason}",
    "index_meaning_stopped": (
        "Se detuvo mientras se preparaba la búsqueda por significado. Todo se encuentra ya por sus palabras; "
        "bisagra index sigue con lo que falta."
    ),
    "index_nothing": "Nada que hacer: {files}, sin cambios.",
    "index_nothing_problems": "Nada que hacer: {files}, sin cambios; {problems}.",
    "index_no_files": "Nada que hacer: no hay archivos en las fuentes.",
    "index_would": "No se escribió nada. {files}: {changes}.",
    "index_rebuilt": "El índice se hizo de nuevo por entero: {reason}.",
    "index_of_other_version": "lo había hecho otra versión de Bisagra",
    "index_was_damaged": "estaba dañado",
    "index_would_rebuild": "El índice se haría de nuevo por entero: {reason}.",
    "index_no_change": "nada cambió",
    "progress_meaning": "por significado",
    "progress_left": "quedan {time}",
    # search
    "found": "{passages}",
    "found_exact": "{passages}, {exact} con todas las palabras",
    "found_inexact": "{passages}, ninguno con todas las palabras",
    "found_at_least": "al menos {passages}",
    "found_time": "{milliseconds} ms",
    "nothing_found": "No se encontró nada para {query}.",
    "nothing_narrowed": "Hay filtros puestos: sin --filter ni --language se busca en todo el índice.",
    "nothing_hint": (
        "Pruebe con menos palabras o con una más general, o mire cómo se llama en el otro idioma: "
        "bisagra terms lookup NOMBRE"
    ),
    "nothing_filtered": "No se encontró nada con estos filtros.",
    "nothing_beyond": "Hay {passages}; --offset {offset} pasa del último.",
    "more": "{first} a {last} de {total}; siga con --offset {next}",
    "also": "también: {forms}",
    "also_at": "también en: {places}",
    "also_like": "igual o casi igual en: {places}",
    "listed_one": "{number} sin repeticiones",
    "listed_other": "{number} sin repeticiones",
    "also_for": "también, por {term}: {forms}",
    "also_more": "{number} más",
    "read_as": "se leyó así: {query}",
    "did_you_mean": "¿Quiso decir {query}?",
    "note": "aviso: {note}",
    "partial": "coincidencia parcial",
    "because": "porque {reasons}",
    "as_typed": "tal como se escribió",
    "explained": "puntuación {score}; {reasons}",
    "reason_concept": "mismo concepto",
    "reason_inflection": "otra forma",
    "reason_translation": "traducción",
    "reason_family": "misma familia",
    "reason_synonym": "sinónimo",
    "reason_month": "mismo mes",
    "reason_spelling": "grafía parecida",
    "reason_prefix": "mismo comienzo",
    "language_es": "español",
    "language_en": "inglés",
    "language_none": "sin determinar",
    "note_unbalanced_quote": "faltaba cerrar las comillas de {detail}; se tomó como frase hasta el final",
    "note_unbalanced_parenthesis": "un paréntesis estaba sin pareja y no se tuvo en cuenta",
    "note_operator_ignored": "{detail} no tenía nada que unir y no se tuvo en cuenta",
    "note_wildcard_ignored": "en {detail}, el * solo vale al final de una palabra y tras tres letras o más",
    "note_distance_limited": "{detail}: las palabras pueden estar a 20 de distancia como mucho",
    "note_prefix_limited": "de {detail} se buscaron solo las primeras 200 palabras que empiezan así",
    "note_stop_words_dropped": "demasiado comunes para buscarlas: {detail}; entre comillas sí cuentan",
    "note_ambiguous": "{detail} tiene varios sentidos; se buscaron todos",
    "note_only_excluded": "la consulta solo dice qué dejar fuera; se muestra todo lo demás",
    "note_no_exact": "ningún pasaje contiene todo lo buscado, en forma alguna; se muestran los más cercanos",
    "note_bad_date": "no se entiende la fecha {detail}; escriba 2005, 2005-03, 2005-03-23 o 2005..2009",
    "note_earlier_generation": (
        "una parte del índice más reciente está dañada ({detail}); se buscó en el estado anterior. "
        "Ejecute: bisagra check --repair"
    ),
    "note_other": "{note} {detail}",
    # show
    "show_unknown": "En el índice no hay nada que se llame «{target}».",
    "show_unknown_near": "En el índice no hay nada que se llame «{target}». ¿Quería decir «{near}»?",
    "show_past_end": "{path} acaba en la línea {last}; no hay línea {line}.",
    "show_ambiguous": "Varios documentos se llaman {path}. Dé la ruta completa de uno: {files}",
    "show_changed": "El archivo cambió o ya no está desde que se indexó: este es el texto que tenía.",
    "show_file": "Archivo",
    "show_attachments": "Adjuntos",
    "show_unread": "{name} (no se leyó: {reason})",
    "show_languages": "Idiomas",
    "meta_date": "Fecha",
    "meta_sent": "Enviado (UTC)",
    "meta_author": "Autor",
    "meta_title": "Título",
    "meta_reference": "Referencia",
    "meta_refers": "Se refiere a",
    "meta_origin": "Origen",
    "meta_classification": "Clasificación",
    "meta_subject": "Asunto",
    "meta_tag": "Etiquetas",
    "meta_marking": "Marca",
    "meta_paragraph": "Párrafo",
    "meta_description": "Descripción",
    "meta_signature": "Firma",
    "meta_ocr": "Reconocido (OCR)",
    "meta_ocr_yes": "sí",
    # status
    "status_holds": "{documents}, {passages}; {files}",
    "status_directory": "Índice",
    "status_updated": "Actualizado",
    "status_languages": "Idiomas",
    "status_meaning": "Por significado",
    "status_meaning_none": "desactivado; se busca solo por palabras. Para tenerlo: pip install '.[semantic]'",
    "status_meaning_stale": "aún no preparado. Ejecute: bisagra index",
    "status_meaning_partial": "{model}, pero falta leer así una parte de los pasajes. Ejecute: bisagra index",
    "status_meaning_on": "{model}",
    "status_size": "Tamaño en disco",
    "status_versions": "Versiones",
    "status_versions_value": "formato {format}, análisis {analysis}",
    "status_sources": "Fuentes",
    "status_unreadable": "No se pudo leer",
    "status_incomplete": "Leído en parte",
    "status_never": "nunca",
    # check
    "check_nothing": "Todo está bien: {files}, {size}, tal como se escribieron ({seconds} s).",
    "check_found": "{problems}; {files}, {size} leídos en {seconds} s.",
    "check_problems_one": "{number} problema",
    "check_problems_other": "{number} problemas",
    "check_how_to_repair": "Sus documentos están intactos. Para reparar el índice: bisagra check --repair",
    "check_damaged": "dañado: {path}",
    "check_missing": "falta: {path}",
    "check_disagrees": "el índice y su diario no coinciden: {path}; documentos afectados: {number}",
    "check_orphan": "resto de otra ejecución: {path}",
    "check_unpurged": "con pasajes borrados aún por purgar: {path}",
    "check_edit": "dañado, y suyo para corregirlo: {path}: {detail}",
    "repair_removed": "quitado: {path}",
    "repair_restored": "recuperado de su copia: {path}",
    "repair_went_back": "se volvió al estado anterior: {path}",
    "repair_read_again": "se leyó otra vez lo que faltaba: {path}",
    "repair_rebuilt": "se creó el índice de nuevo por: {path}",
    # serve
    "serving": "La página está en {address} (Ctrl-C la cierra)",
    # terms
    "terms_unknown": "{term} no está en la base de términos.",
    "terms_kind_preferred": "preferido",
    "terms_kind_acronym": "sigla",
    "terms_kind_variant": "variante",
    "terms_kind_hidden": "grafía errónea",
    "terms_new": "nuevo: {names}",
    "terms_extends": "añadir {names} a {whole}",
    "terms_impact": "al buscar {query}: +{passages} en {files}",
    "hits_one": "{number} resultado",
    "hits_other": "{number} resultados",
    "terms_how_to_accept": "Tome las que quiera con: bisagra terms accept N ...",
    "terms_nothing_to_suggest": "Sus documentos no explican ninguna sigla que la base no conozca.",
    "terms_no_suggestions": "Todavía no hay una lista de sugerencias. Ejecute: bisagra terms suggest",
    "terms_suggestions_damaged": "No se puede leer {path}. Ejecute otra vez: bisagra terms suggest",
    "terms_bad_number": "{value} no está en la última lista; sus números van de 1 a {most}",
    "terms_which_format": "{path}: diga la forma del archivo con --format, una de {choices}",
    "terms_merged": "{path}: añadidos {added}, reemplazados {replaced}, sin cambios {unchanged}",
    "terms_no_parallel": (
        "El índice no tiene documentos paralelos (NOMBRE.es.txt junto a NOMBRE.en.txt). Nombre un par: "
        "bisagra terms learn ESPAÑOL INGLÉS"
    ),
    "terms_learnt": (
        "{path}: {words} palabras aprendidas de {paragraphs} pares de párrafos en "
        "{documents} pares de documentos"
    ),
    "terms_checked": "errores: {errors}, avisos: {warnings}, archivos: {files}",
    "terms_error": "error",
    "terms_warning": "aviso",
    "terms_rule_unreadable": "{detail}",
    "terms_rule_same_label": "la etiqueta {detail} está dos veces en este concepto",
    "terms_rule_both_languages": "la etiqueta {detail} está en los dos idiomas; solo una preferida puede",
    "terms_rule_stop_word": (
        "{detail} es una palabra demasiado común; escriba ={detail} si las mayúsculas la distinguen"
    ),
    "terms_rule_ordinary_word": (
        "{detail} es también una palabra corriente; escriba ={detail} para que solo valga esa grafía"
    ),
    "terms_rule_one_way": "{detail} tiene un idioma en el que solo hay erratas",
    "terms_rule_no_name": "{detail} tiene solo variantes en uno de los idiomas",
    "terms_rule_shared_label": (
        "la etiqueta {detail} es también de otro concepto; empiece la nota con «ambiguous:»"
    ),
    "terms_rule_same_concept": "tiene las mismas etiquetas que {detail}",
    # eval
    "eval_kind": "tipo",
    "eval_language": "idioma",
    "eval_queries": "consultas",
    "eval_all": "todas",
    "eval_mean": "media de los tipos",
    "eval_nothing": "no deben encontrar nada: {right} de {total} bien",
    "eval_wrong": "encontraron algo: {names}",
    "eval_errors": "no se pudieron responder: {names}",
    "eval_unknown_paths": "juzgados, pero ausentes de este índice: {paths}",
    "eval_no_queries": "{path} no contiene ninguna consulta",
}

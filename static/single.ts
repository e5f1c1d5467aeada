// The single-file edition: its data first, the box reads them.
import "./single/data";
import "./theme/theme";
import "./clipboard/clipboard";
import "./search/search";

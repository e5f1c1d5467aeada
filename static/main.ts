// Each import defines custom elements that improve HTML which already works.
import "./theme/theme";
import "./clipboard/clipboard";
import "./search/search";
import "./table/table";
import "./samples/samples";

// Each import defines custom elements that improve HTML which already works.
import "./theme/theme";
import "./clipboard/clipboard";
import "./payload/payload";
import "./search/search";
import "./samples/samples";
import "./shortcuts/open";

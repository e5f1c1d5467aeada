// What the pages that show all codes need beside main.ts.
import "./table/table";
import "./matrix/matrix";

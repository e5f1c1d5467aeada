// What the 404 page needs beside main.ts.
import "./missing/missing";

// Reads a query from standard input and writes what is wrong with it, a line each: syntax, and names and types against schema.json,
// the tables of Application Insights as far as the queries use them.
const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

// The package is made for a page: its two scripts put their names into the global scope.
for (const script of ["bridge.min.js", "Kusto.Language.Bridge.min.js"]) {
  const file = path.join(__dirname, "node_modules", "@kusto", "language-service-next", script);
  vm.runInThisContext(fs.readFileSync(file, "utf8"), { filename: file });
}

const { KustoCode, GlobalState, Symbols } = globalThis.Kusto.Language;
const schema = JSON.parse(fs.readFileSync(path.join(__dirname, "schema.json"), "utf8"));
const tables = Object.entries(schema).map(([name, columns]) => Symbols.TableSymbol.From(columns).WithName(name));
const database = new Symbols.DatabaseSymbol.ctor("application-insights", tables);
const query = fs.readFileSync(0, "utf8");
const found = KustoCode.ParseAndAnalyze(query, GlobalState.Default.WithDatabase(database)).GetDiagnostics();
for (let i = 0; i < found.Count; i++) {
  const { Message: message, Start: start, Length: length } = found.getItem(i);
  console.log(`${message} (at "${query.slice(start, start + length)}")`);
}

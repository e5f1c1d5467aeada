// Validates OpenAPI documents, and for each a description of an API that
// refers to every one of its responses. Prints what is wrong; its last argument
// must be a document that isn't valid.
import { readFileSync } from "node:fs";
import { Validator } from "../../.ci/node_modules/@seriousme/openapi-schema-validator/index.js";

const files = process.argv.slice(2);
for (const file of files) {
  const result = await new Validator().validate(file);
  if (result.valid !== (file !== files.at(-1))) console.log(file, result.valid ? "is valid" : JSON.stringify(result.errors));
  if (!result.valid) continue;
  const components = JSON.parse(readFileSync(file, "utf8")).components;
  const responses = {};
  for (const name of Object.keys(components.responses)) responses[name] = { $ref: `https://data.example/openapi.json#/components/responses/${name}` };
  if (Object.keys(responses).length === 0) continue;
  const validator = new Validator();
  await validator.addSpecRef(file, "https://data.example/openapi.json");
  const described = { openapi: "3.1.0", info: { title: "An API", version: "1" }, paths: { "/call": { post: { responses } } } };
  const whole = await validator.validate(described);
  if (!whole.valid) console.log(file, "can't be referred to:", JSON.stringify(whole.errors));
  const resolved = validator.resolveRefs().paths["/call"].post.responses;
  for (const name of Object.keys(responses)) {
    const content = components.responses[name].content;
    if (resolved[name].description !== components.responses[name].description) console.log(file, name, "is another response");
    if (content && resolved[name].content["application/json"].schema.type !== "object") console.log(file, name, "has no schema behind its $ref");
  }
}
console.log("looked at", files.length);

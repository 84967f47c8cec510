import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: "./services/postgres/schema/*.ts",
  out: "./services/postgres/migrations",
});

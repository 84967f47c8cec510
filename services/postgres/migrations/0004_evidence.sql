CREATE TABLE "answer_file" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"sitting_id" integer NOT NULL,
	"candidate_id" integer NOT NULL,
	"sha256" text NOT NULL,
	"imported_at_ms" bigint NOT NULL,
	"imported_by" text NOT NULL,
	"new_entries" integer NOT NULL,
	"known_entries" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "receipt" (
	"sitting_id" integer NOT NULL,
	"candidate_id" integer NOT NULL,
	"number" integer NOT NULL,
	"code" text NOT NULL,
	"jws" text NOT NULL,
	"issued_at_ms" bigint NOT NULL,
	"entries" integer NOT NULL,
	"work" integer NOT NULL,
	CONSTRAINT "receipt_sitting_id_candidate_id_number_pk" PRIMARY KEY("sitting_id","candidate_id","number"),
	CONSTRAINT "receipt_code" UNIQUE("code")
);
--> statement-breakpoint
CREATE INDEX "answer_file_candidate" ON "answer_file" USING btree ("sitting_id","candidate_id");--> statement-breakpoint
-- The rest is written by hand: what proves something is never changed, by its owner neither.
CREATE TRIGGER receipt_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON receipt FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();
--> statement-breakpoint
CREATE TRIGGER answer_file_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON answer_file FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();

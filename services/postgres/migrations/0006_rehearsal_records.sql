CREATE TABLE "rehearsal_record" (
	"id" serial PRIMARY KEY NOT NULL,
	"result_sha256" text NOT NULL,
	"profile" text NOT NULL,
	"candidates" integer NOT NULL,
	"verdict" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"result" jsonb NOT NULL,
	"report" "bytea" NOT NULL,
	"recorded_by" text NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "rehearsal_record_result" UNIQUE("result_sha256"),
	CONSTRAINT "rehearsal_record_verdict" CHECK ("rehearsal_record"."verdict" IN ('green', 'red', 'void', 'partial'))
);
--> statement-breakpoint
CREATE TABLE "rehearsal_token" (
	"id" serial PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"made_by" text NOT NULL,
	"made_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"last_used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "rehearsal_token_hash" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE INDEX "rehearsal_record_started" ON "rehearsal_record" USING btree ("started_at");--> statement-breakpoint
-- The rest is written by hand: what lets an exam be declared ready is never changed, by its owner neither.
CREATE TRIGGER rehearsal_record_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON rehearsal_record FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();

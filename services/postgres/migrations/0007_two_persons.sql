CREATE TABLE "decision" (
	"id" serial PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" integer NOT NULL,
	"payload" text NOT NULL,
	"payload_sha256" text NOT NULL,
	"reason" text NOT NULL,
	"proposed_by" integer NOT NULL,
	"proposed_by_name" text NOT NULL,
	"proposed_at_ms" bigint NOT NULL,
	"expires_at_ms" bigint NOT NULL,
	CONSTRAINT "decision_proposed" UNIQUE("id","proposed_by","payload_sha256"),
	CONSTRAINT "decision_subject_kind" CHECK ("decision"."subject_kind" IN ('exam', 'sitting', 'competition')),
	CONSTRAINT "decision_payload" CHECK ("decision"."payload_sha256" = encode(sha256(convert_to("decision"."payload", 'UTF8')), 'hex')),
	CONSTRAINT "decision_reason" CHECK (btrim("decision"."reason") <> '')
);
--> statement-breakpoint
CREATE TABLE "decision_outcome" (
	"decision_id" integer PRIMARY KEY NOT NULL,
	"proposed_by" integer NOT NULL,
	"payload_sha256" text NOT NULL,
	"verdict" text NOT NULL,
	"settled_by" integer NOT NULL,
	"settled_by_name" text NOT NULL,
	"reason" text NOT NULL,
	"settled_at_ms" bigint NOT NULL,
	CONSTRAINT "decision_outcome_verdict" CHECK ("decision_outcome"."verdict" IN ('signed', 'refused', 'taken_back')),
	CONSTRAINT "decision_outcome_two_persons" CHECK (("decision_outcome"."verdict" = 'taken_back') = ("decision_outcome"."settled_by" = "decision_outcome"."proposed_by"))
);
--> statement-breakpoint
ALTER TABLE "account" DROP CONSTRAINT "account_role";--> statement-breakpoint
ALTER TABLE "account" DROP CONSTRAINT "account_exam";--> statement-breakpoint
ALTER TABLE "decision" ADD CONSTRAINT "decision_proposed_by_account_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_outcome" ADD CONSTRAINT "decision_outcome_settled_by_account_id_fk" FOREIGN KEY ("settled_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_outcome" ADD CONSTRAINT "decision_outcome_of" FOREIGN KEY ("decision_id","proposed_by","payload_sha256") REFERENCES "public"."decision"("id","proposed_by","payload_sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "decision_subject" ON "decision" USING btree ("subject_kind","subject_id","kind");--> statement-breakpoint
ALTER TABLE "account" ADD CONSTRAINT "account_role" CHECK ("account"."role" IN ('proctor', 'lead_proctor', 'technician', 'organiser', 'operator', 'jury', 'office', 'teacher'));--> statement-breakpoint
ALTER TABLE "account" ADD CONSTRAINT "account_exam" CHECK ("account"."exam_id" IS NOT NULL OR "account"."role" IN ('operator', 'jury', 'office', 'teacher'));--> statement-breakpoint
-- The rest is written by hand: what two persons decided is never changed, by its owner neither.
CREATE TRIGGER decision_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON decision FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();
--> statement-breakpoint
CREATE TRIGGER decision_outcome_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON decision_outcome FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();

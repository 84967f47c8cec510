CREATE TABLE "reserve_slot" (
	"id" serial PRIMARY KEY NOT NULL,
	"exam_id" integer NOT NULL,
	"start_ms" bigint NOT NULL,
	"sitting_id" integer,
	CONSTRAINT "reserve_slot_start" UNIQUE("exam_id","start_ms")
);
--> statement-breakpoint
CREATE TABLE "account" (
	"id" serial PRIMARY KEY NOT NULL,
	"exam_id" integer,
	"login" text NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"centre_id" integer,
	"password_hash" text,
	"second_factor" "bytea",
	"disabled_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "account_login" UNIQUE("login"),
	CONSTRAINT "account_role" CHECK ("account"."role" IN ('proctor', 'lead_proctor', 'technician', 'organiser', 'operator')),
	CONSTRAINT "account_centre" CHECK (("account"."centre_id" IS NOT NULL) = ("account"."role" IN ('proctor', 'lead_proctor', 'technician'))),
	CONSTRAINT "account_exam" CHECK ("account"."exam_id" IS NOT NULL OR "account"."role" = 'operator')
);
--> statement-breakpoint
CREATE TABLE "account_room" (
	"account_id" integer NOT NULL,
	"room_id" integer NOT NULL,
	CONSTRAINT "account_room_account_id_room_id_pk" PRIMARY KEY("account_id","room_id")
);
--> statement-breakpoint
CREATE TABLE "chat_message" (
	"sitting_id" integer NOT NULL,
	"position" text NOT NULL,
	"message" jsonb NOT NULL,
	CONSTRAINT "chat_message_sitting_id_position_pk" PRIMARY KEY("sitting_id","position")
);
--> statement-breakpoint
ALTER TABLE "exam" ADD COLUMN "time_zone" text DEFAULT 'Europe/Paris' NOT NULL;--> statement-breakpoint
ALTER TABLE "room" ADD COLUMN "rows" integer;--> statement-breakpoint
ALTER TABLE "room" ADD COLUMN "columns" integer;--> statement-breakpoint
ALTER TABLE "sitting" ADD COLUMN "backup_paper_id" integer;--> statement-breakpoint
ALTER TABLE "sitting" ADD COLUMN "rules" jsonb DEFAULT '{"latestAdmissionMs":0,"earliestLeavingMs":null,"earlySubmission":true}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "sitting" ADD COLUMN "replaces_sitting_id" integer;--> statement-breakpoint
ALTER TABLE "reserve_slot" ADD CONSTRAINT "reserve_slot_exam_id_exam_id_fk" FOREIGN KEY ("exam_id") REFERENCES "public"."exam"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reserve_slot" ADD CONSTRAINT "reserve_slot_sitting_id_sitting_id_fk" FOREIGN KEY ("sitting_id") REFERENCES "public"."sitting"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account" ADD CONSTRAINT "account_exam_id_exam_id_fk" FOREIGN KEY ("exam_id") REFERENCES "public"."exam"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account" ADD CONSTRAINT "account_centre_id_centre_id_fk" FOREIGN KEY ("centre_id") REFERENCES "public"."centre"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_room" ADD CONSTRAINT "account_room_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_room" ADD CONSTRAINT "account_room_room_id_room_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."room"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chat_message" ADD CONSTRAINT "chat_message_sitting_id_sitting_id_fk" FOREIGN KEY ("sitting_id") REFERENCES "public"."sitting"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "account_room_room" ON "account_room" USING btree ("room_id");--> statement-breakpoint
ALTER TABLE "sitting" ADD CONSTRAINT "sitting_backup_paper_id_paper_id_fk" FOREIGN KEY ("backup_paper_id") REFERENCES "public"."paper"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sitting" ADD CONSTRAINT "sitting_replaces_sitting_id_sitting_id_fk" FOREIGN KEY ("replaces_sitting_id") REFERENCES "public"."sitting"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room" ADD CONSTRAINT "room_seat_plan" CHECK (("room"."rows" IS NULL) = ("room"."columns" IS NULL) AND coalesce("room"."rows" > 0 AND "room"."columns" > 0, true));--> statement-breakpoint
-- The rest is written by hand: what drizzle cannot say.
CREATE TRIGGER chat_message_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON chat_message FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();
--> statement-breakpoint
-- Who has handed in is asked for thousands at a time: an index of the submits alone, which other entries do not pay for.
CREATE INDEX answer_log_submit ON answer_log (sitting_id, candidate_id, epoch, seq) WHERE kind = 'submit';
--> statement-breakpoint
-- What was begun with a paper is finished with it; so is its key kept shut. The journal here may be behind: whoever
-- changes a sitting asks the control Redis too.
CREATE FUNCTION refuse_other_paper() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
	IF EXISTS (SELECT FROM journal j WHERE j.sitting_id = NEW.id) OR EXISTS (SELECT FROM answer_log l WHERE l.sitting_id = NEW.id) THEN
		RAISE EXCEPTION 'sitting % has begun: it keeps its papers', NEW.id USING ERRCODE = 'restrict_violation';
	END IF;
	RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER sitting_keeps_papers BEFORE UPDATE ON sitting FOR EACH ROW
	WHEN (OLD.paper_id <> NEW.paper_id OR OLD.backup_paper_id IS DISTINCT FROM NEW.backup_paper_id)
	EXECUTE FUNCTION refuse_other_paper();
--> statement-breakpoint
-- As before, and for backup papers too: staged with a sitting that is not known to be over, a paper keeps its key shut; it
-- was taken only where a `backup` act gave it.
CREATE OR REPLACE FUNCTION paper_is_over(paper integer) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
	SELECT EXISTS (
		SELECT FROM sitting s JOIN journal j ON j.sitting_id = s.id AND j.kind = 'end'
			AND (j.act -> 'scope' ->> 'kind') = 'nation'
		WHERE s.paper_id = paper OR (s.backup_paper_id = paper
			AND EXISTS (SELECT FROM journal b WHERE b.sitting_id = s.id AND b.kind = 'backup'))
	) AND NOT EXISTS (
		SELECT FROM sitting s WHERE (s.paper_id = paper OR s.backup_paper_id = paper)
		AND NOT EXISTS (SELECT FROM journal e WHERE e.sitting_id = s.id AND e.kind IN ('end', 'cancel')
			AND (e.act -> 'scope' ->> 'kind') = 'nation')
	)
$$;
--> statement-breakpoint
-- A cancelled sitting is held again once.
CREATE UNIQUE INDEX sitting_replaced_once ON sitting (replaces_sitting_id);

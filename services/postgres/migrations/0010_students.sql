CREATE TABLE "mail" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"account_id" integer,
	"competition_id" integer,
	"recipient" text NOT NULL,
	"subject" text NOT NULL,
	"body" text NOT NULL,
	"newest_of" text,
	"state" text DEFAULT 'queued' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"due_at_ms" bigint NOT NULL,
	"queued_at_ms" bigint NOT NULL,
	"sent_at_ms" bigint,
	"said" text,
	CONSTRAINT "mail_state" CHECK ("mail"."state" IN ('queued', 'sending', 'sent', 'caught', 'given_up'))
);
--> statement-breakpoint
CREATE TABLE "mail_template" (
	"id" serial PRIMARY KEY NOT NULL,
	"competition_id" integer NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"template" jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "mail_template_name" UNIQUE("competition_id","kind","name")
);
--> statement-breakpoint
CREATE TABLE "access_log" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"at_ms" bigint NOT NULL,
	"who" text NOT NULL,
	"person_id" integer,
	"competition_id" integer,
	"what" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "password_link" (
	"token_sha256" text PRIMARY KEY NOT NULL,
	"account_id" integer NOT NULL,
	"kind" text NOT NULL,
	"expires_at_ms" bigint NOT NULL,
	"used_at_ms" bigint,
	CONSTRAINT "password_link_kind" CHECK ("password_link"."kind" IN ('invitation', 'reset'))
);
--> statement-breakpoint
CREATE TABLE "prepared_result" (
	"publication_id" integer NOT NULL,
	"person_id" integer NOT NULL,
	"result" text NOT NULL,
	CONSTRAINT "prepared_result_publication_id_person_id_pk" PRIMARY KEY("publication_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "publication" (
	"id" serial PRIMARY KEY NOT NULL,
	"competition_id" integer NOT NULL,
	"ranks_id" integer,
	"round_id" integer,
	"reorientation_ids" integer[] DEFAULT '{}' NOT NULL,
	"state" text DEFAULT 'asked' NOT NULL,
	"sha256" text,
	"people" integer DEFAULT 0 NOT NULL,
	"everyone" jsonb,
	"problems" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"asked_by" text NOT NULL,
	"asked_at" timestamp with time zone DEFAULT now() NOT NULL,
	"mailed_at_ms" bigint,
	CONSTRAINT "publication_state" CHECK ("publication"."state" IN ('asked', 'ready', 'refused')),
	CONSTRAINT "publication_ready" CHECK (("publication"."state" = 'ready') = ("publication"."sha256" IS NOT NULL))
);
--> statement-breakpoint
CREATE TABLE "seat_answer" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"publication_id" integer NOT NULL,
	"competition_id" integer NOT NULL,
	"person_id" integer NOT NULL,
	"programme" text NOT NULL,
	"answer" text NOT NULL,
	"at_ms" bigint NOT NULL,
	"by" text NOT NULL,
	CONSTRAINT "seat_answer_kind" CHECK ("seat_answer"."answer" IN ('accepted', 'locked', 'keeps-below', 'resigned'))
);
--> statement-breakpoint
CREATE TABLE "student_account" (
	"id" serial PRIMARY KEY NOT NULL,
	"login" text NOT NULL,
	"name" text NOT NULL,
	"language" text DEFAULT 'fr' NOT NULL,
	"password_hash" text,
	"cas_server" text,
	"cas_user" text,
	"disabled_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "student_account_login" UNIQUE("login"),
	CONSTRAINT "student_account_cas" UNIQUE("cas_server","cas_user"),
	CONSTRAINT "student_account_cas_whole" CHECK (("student_account"."cas_server" IS NULL) = ("student_account"."cas_user" IS NULL)),
	CONSTRAINT "student_account_language" CHECK ("student_account"."language" IN ('fr', 'en'))
);
--> statement-breakpoint
CREATE TABLE "student_account_person" (
	"person_id" integer PRIMARY KEY NOT NULL,
	"account_id" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "wish_change" (
	"competition_id" integer NOT NULL,
	"person_id" integer NOT NULL,
	"programmes" text[] NOT NULL,
	"version" integer NOT NULL,
	"at_ms" bigint NOT NULL,
	"by" text NOT NULL,
	CONSTRAINT "wish_change_competition_id_person_id_version_pk" PRIMARY KEY("competition_id","person_id","version")
);
--> statement-breakpoint
CREATE TABLE "wish_list" (
	"competition_id" integer NOT NULL,
	"person_id" integer NOT NULL,
	"programmes" text[] NOT NULL,
	"version" integer NOT NULL,
	"at_ms" bigint NOT NULL,
	"by" text NOT NULL,
	CONSTRAINT "wish_list_competition_id_person_id_pk" PRIMARY KEY("competition_id","person_id")
);
--> statement-breakpoint
ALTER TABLE "mail" ADD CONSTRAINT "mail_account_id_student_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."student_account"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mail" ADD CONSTRAINT "mail_competition_id_competition_id_fk" FOREIGN KEY ("competition_id") REFERENCES "public"."competition"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mail_template" ADD CONSTRAINT "mail_template_competition_id_competition_id_fk" FOREIGN KEY ("competition_id") REFERENCES "public"."competition"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "password_link" ADD CONSTRAINT "password_link_account_id_student_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."student_account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "prepared_result" ADD CONSTRAINT "prepared_result_publication_id_publication_id_fk" FOREIGN KEY ("publication_id") REFERENCES "public"."publication"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "publication" ADD CONSTRAINT "publication_competition_id_competition_id_fk" FOREIGN KEY ("competition_id") REFERENCES "public"."competition"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "publication" ADD CONSTRAINT "publication_ranks_id_calculation_id_fk" FOREIGN KEY ("ranks_id") REFERENCES "public"."calculation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "publication" ADD CONSTRAINT "publication_round_id_calculation_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."calculation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seat_answer" ADD CONSTRAINT "seat_answer_publication_id_publication_id_fk" FOREIGN KEY ("publication_id") REFERENCES "public"."publication"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seat_answer" ADD CONSTRAINT "seat_answer_enrolment" FOREIGN KEY ("competition_id","person_id") REFERENCES "public"."enrolment"("competition_id","person_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "student_account_person" ADD CONSTRAINT "student_account_person_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "student_account_person" ADD CONSTRAINT "student_account_person_account_id_student_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."student_account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wish_list" ADD CONSTRAINT "wish_list_enrolment" FOREIGN KEY ("competition_id","person_id") REFERENCES "public"."enrolment"("competition_id","person_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "mail_due" ON "mail" USING btree ("due_at_ms") WHERE state IN ('queued', 'sending');--> statement-breakpoint
CREATE UNIQUE INDEX "mail_newest_of" ON "mail" USING btree ("newest_of") WHERE state = 'queued';--> statement-breakpoint
CREATE INDEX "mail_competition" ON "mail" USING btree ("competition_id","id");--> statement-breakpoint
CREATE INDEX "mail_account" ON "mail" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "access_log_person" ON "access_log" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "access_log_at" ON "access_log" USING btree ("at_ms");--> statement-breakpoint
CREATE INDEX "password_link_account" ON "password_link" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "publication_competition" ON "publication" USING btree ("competition_id");--> statement-breakpoint
CREATE INDEX "publication_asked" ON "publication" USING btree ("id") WHERE state = 'asked';--> statement-breakpoint
CREATE INDEX "seat_answer_of" ON "seat_answer" USING btree ("competition_id","person_id");--> statement-breakpoint
CREATE INDEX "student_account_person_account" ON "student_account_person" USING btree ("account_id");--> statement-breakpoint
-- The rest is written by hand. Every list of wishes stays, whoever writes it, and with whatever program.
CREATE FUNCTION keep_wish_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
	IF TG_OP = 'UPDATE' AND NEW.version <> OLD.version + 1 THEN
		RAISE EXCEPTION 'a list of wishes has one version after another';
	END IF;
	INSERT INTO wish_change (competition_id, person_id, programmes, version, at_ms, "by")
	VALUES (NEW.competition_id, NEW.person_id, NEW.programmes, NEW.version, NEW.at_ms, NEW."by");
	RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER wish_list_keeps_change AFTER INSERT OR UPDATE ON wish_list FOR EACH ROW EXECUTE FUNCTION keep_wish_change();
--> statement-breakpoint
CREATE TRIGGER wish_list_stays BEFORE DELETE OR TRUNCATE ON wish_list FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();
--> statement-breakpoint
CREATE TRIGGER wish_change_history BEFORE UPDATE OR DELETE OR TRUNCATE ON wish_change FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();
--> statement-breakpoint
CREATE TRIGGER prepared_result_history BEFORE UPDATE OR DELETE OR TRUNCATE ON prepared_result FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();
--> statement-breakpoint
CREATE TRIGGER seat_answer_history BEFORE UPDATE OR DELETE OR TRUNCATE ON seat_answer FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();
--> statement-breakpoint
-- What was prepared is what is signed: only that its mails are queued is still written.
CREATE FUNCTION refuse_change_of_prepared() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF OLD.state <> 'asked' AND to_jsonb(OLD) - 'mailed_at_ms' <> to_jsonb(NEW) - 'mailed_at_ms' THEN
		RAISE EXCEPTION 'a prepared publication is never changed';
	END IF;
	RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER publication_stays_prepared BEFORE UPDATE ON publication FOR EACH ROW EXECUTE FUNCTION refuse_change_of_prepared();
--> statement-breakpoint
CREATE TRIGGER publication_stays BEFORE DELETE OR TRUNCATE ON publication FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();

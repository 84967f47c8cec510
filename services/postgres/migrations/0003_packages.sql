CREATE TABLE "device" (
	"id" text PRIMARY KEY NOT NULL,
	"centre_id" integer NOT NULL,
	"room_id" integer NOT NULL,
	"label" text NOT NULL,
	"spare" boolean NOT NULL,
	"enrolled_by" text NOT NULL,
	"enrolled_at" timestamp with time zone DEFAULT now() NOT NULL,
	"readiness" jsonb,
	"readiness_at" timestamp with time zone,
	CONSTRAINT "device_label" UNIQUE("centre_id","label")
);
--> statement-breakpoint
CREATE TABLE "offline_code" (
	"sitting_id" integer NOT NULL,
	"paper" text NOT NULL,
	"room_id" integer NOT NULL,
	"section_id" text NOT NULL,
	"number" integer NOT NULL,
	"code" text NOT NULL,
	CONSTRAINT "offline_code_sitting_id_paper_room_id_section_id_number_pk" PRIMARY KEY("sitting_id","paper","room_id","section_id","number")
);
--> statement-breakpoint
CREATE TABLE "package_chunk" (
	"sha256" text PRIMARY KEY NOT NULL,
	"bytes" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sealed_package" (
	"sitting_id" integer NOT NULL,
	"paper" text NOT NULL,
	"paper_id" integer NOT NULL,
	"sha256" text NOT NULL,
	"manifest" text NOT NULL,
	"bytes" integer NOT NULL,
	"start_key" "bytea" NOT NULL,
	"cases_key" "bytea" NOT NULL,
	"sealed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sealed_package_sitting_id_paper_pk" PRIMARY KEY("sitting_id","paper"),
	CONSTRAINT "sealed_package_sha256" UNIQUE("sha256")
);
--> statement-breakpoint
ALTER TABLE "device" ADD CONSTRAINT "device_centre_id_centre_id_fk" FOREIGN KEY ("centre_id") REFERENCES "public"."centre"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "device" ADD CONSTRAINT "device_room_id_room_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."room"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offline_code" ADD CONSTRAINT "offline_code_room_id_room_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."room"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sealed_package" ADD CONSTRAINT "sealed_package_sitting_id_sitting_id_fk" FOREIGN KEY ("sitting_id") REFERENCES "public"."sitting"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sealed_package" ADD CONSTRAINT "sealed_package_paper_id_paper_id_fk" FOREIGN KEY ("paper_id") REFERENCES "public"."paper"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "device_room" ON "device" USING btree ("room_id");--> statement-breakpoint
-- The rest is written by hand: images of papers imported before are named by content alone.
UPDATE "paper" SET "view" = convert_to(regexp_replace(convert_from("view", 'UTF8'), '"url":"/api/papers/files/[0-9a-f]{64}",', '', 'g'), 'UTF8');--> statement-breakpoint
UPDATE "paper" SET "view_sha256" = encode(sha256("view"), 'hex');

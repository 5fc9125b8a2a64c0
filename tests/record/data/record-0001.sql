-- A record as Parley wrote it with schema 0001: the example pages of tests/record/builders.py, one of them read twice.
PRAGMA application_id = 0x5041524C;
PRAGMA journal_mode = WAL;
BEGIN;
CREATE TABLE actor (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, known_as TEXT,
    CONSTRAINT uq_actor_key UNIQUE (key), CONSTRAINT uq_actor_known_as UNIQUE (known_as)
);
INSERT INTO "actor" VALUES(1,'t7v0jhsqjx5gdkdy5z8x','Seyed Abbas Hosseini','person',NULL);
INSERT INTO "actor" VALUES(2,'d5a5c0m8g957cbv2gpyj','Moscow','state','RUS');
INSERT INTO "actor" VALUES(3,'sqfw9pph0pnfx7118q48','NATO','organization',NULL);
CREATE TABLE actor_name (
    actor TEXT NOT NULL, name TEXT NOT NULL, folded TEXT NOT NULL,
    CONSTRAINT pk_actor_name PRIMARY KEY (actor, name),
    CONSTRAINT fk_actor_name_actor_actor FOREIGN KEY (actor) REFERENCES actor (key)
);
INSERT INTO "actor_name" VALUES('t7v0jhsqjx5gdkdy5z8x','Seyed Abbas Hosseini','seyed abbas hosseini');
INSERT INTO "actor_name" VALUES('d5a5c0m8g957cbv2gpyj','Moscow','moscow');
INSERT INTO "actor_name" VALUES('sqfw9pph0pnfx7118q48','NATO','nato');
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE article_state (
    page_text TEXT NOT NULL, reading TEXT NOT NULL, fetch TEXT NOT NULL,
    CONSTRAINT pk_article_state PRIMARY KEY (page_text),
    CONSTRAINT fk_article_state_page_text_page_text FOREIGN KEY (page_text) REFERENCES page_text (sha256),
    CONSTRAINT fk_article_state_reading_reading FOREIGN KEY (reading) REFERENCES reading (key),
    CONSTRAINT fk_article_state_fetch_fetch FOREIGN KEY (fetch) REFERENCES fetch (key)
);
INSERT INTO "article_state" VALUES('0a1cc26c867166ec139328350c4ca641966acc62eeed0b41e609c39acb26f002','ecbe61f1aa7e30de6fa1eea56677089ed1c89607a90f88b61e5335d66e318c7b','6r06acmg41bcx5a6xz98');
INSERT INTO "article_state" VALUES('db4a0ab5b0044c5718fec9f093b1b860c2dc52ed890cb193c982315eafd8d6c6','764bdb51a2cdd4a25de2a51cd87410160e8b87bd4f9694025de27d078e2d5b06','nx3qt2tnyx98g53v9k9y');
CREATE TABLE audit (
    position INTEGER NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, digest TEXT NOT NULL,
    recorded_at TEXT NOT NULL, previous TEXT NOT NULL, link TEXT NOT NULL,
    CONSTRAINT pk_audit PRIMARY KEY (position)
);
INSERT INTO "audit" VALUES(1,'run','1','b96c1b22e245a01a2c0d31ca6a33c1e3cc093e74e76e8ab58572f0a49608b412','2026-11-25T05:57:06.640Z','0000000000000000000000000000000000000000000000000000000000000000','8f194814b0874437224029e64bc1485440e881437639642d80ff734131d5f24a');
INSERT INTO "audit" VALUES(2,'article','1','2670bb9d8cf309eb125a4437fdd313a76c7678b6242eade06c30021a930f2665','2026-11-25T05:57:06.697Z','8f194814b0874437224029e64bc1485440e881437639642d80ff734131d5f24a','1c6d4c9a8b0290930e1666a82b59f361381c76f4e877a386cbacd3172389a85b');
INSERT INTO "audit" VALUES(3,'finish','1','c91be9a602ea1b82b05bde61582ad101d3793fe8026e78ae1cdd3826268a9427','2026-11-25T05:57:06.702Z','1c6d4c9a8b0290930e1666a82b59f361381c76f4e877a386cbacd3172389a85b','581064db7f53881eff8a1bacdf84e203485d50f38ee69acf1fc3af64b67ad7df');
INSERT INTO "audit" VALUES(4,'run','2','b96c1b22e245a01a2c0d31ca6a33c1e3cc093e74e76e8ab58572f0a49608b412','2026-11-25T05:57:06.703Z','581064db7f53881eff8a1bacdf84e203485d50f38ee69acf1fc3af64b67ad7df','b4386c974ab5a52a1e3156116627261d3280e991662482f3f2e71c2659069e19');
INSERT INTO "audit" VALUES(5,'article','2','345fd630786d38a0872de521b2c5393bd58cffbc85ea70a4cd882acedfbb7e9c','2026-11-25T05:57:06.708Z','b4386c974ab5a52a1e3156116627261d3280e991662482f3f2e71c2659069e19','8a22b65ddc92c29a6d0782a2f21b6d0940ad17ac281e2f4c3dece72c3e1bc291');
INSERT INTO "audit" VALUES(6,'finish','2','0cc9965deab62711a5ee380c11719d2611a0b1bf48b2cad3822d41379427fa13','2026-11-25T05:57:06.708Z','8a22b65ddc92c29a6d0782a2f21b6d0940ad17ac281e2f4c3dece72c3e1bc291','14d38b4b8f33b126ec5ea51350ac1e52608df79aa77a1b191a1fd7a438f807d8');
INSERT INTO "audit" VALUES(7,'run','3','b96c1b22e245a01a2c0d31ca6a33c1e3cc093e74e76e8ab58572f0a49608b412','2026-11-25T05:57:06.709Z','14d38b4b8f33b126ec5ea51350ac1e52608df79aa77a1b191a1fd7a438f807d8','5202bcac8ba867de905653192446d3d0946e5076d4c41512f825890b09b86f57');
INSERT INTO "audit" VALUES(8,'article','3','443c6f7af4170aa5f9e95c0e52ae361080d7c7b248bb8451ec065b43a7b6b5bb','2026-11-25T05:57:06.715Z','5202bcac8ba867de905653192446d3d0946e5076d4c41512f825890b09b86f57','da8690271bbe6b60960d16a3c5e1de2f590ddad140d84b2e8b01ebc4d0e99947');
INSERT INTO "audit" VALUES(9,'finish','3','65e8f3a44c01f791254c3a43873411013dff66f483f138d706142c3aa64be710','2026-11-25T05:57:06.716Z','da8690271bbe6b60960d16a3c5e1de2f590ddad140d84b2e8b01ebc4d0e99947','3b5194bb126dcf68bfd19598da9892385cd6b8e048d8a6d90bae9a2e3bcae470');
INSERT INTO "audit" VALUES(10,'run','4','b96c1b22e245a01a2c0d31ca6a33c1e3cc093e74e76e8ab58572f0a49608b412','2026-11-25T05:57:06.716Z','3b5194bb126dcf68bfd19598da9892385cd6b8e048d8a6d90bae9a2e3bcae470','01677516a3ece61647d4883a7162bd7093587264c273988f3bc9346416e4440e');
INSERT INTO "audit" VALUES(11,'refusal','1','0c0201b87d704c180dc2609cb74f8002204bd8450232d91e3ef41f18df0590af','2026-11-25T05:57:06.719Z','01677516a3ece61647d4883a7162bd7093587264c273988f3bc9346416e4440e','cc9a444d726627b2c65317560ffccfbd4350f43458739a895ea45656a7094b49');
INSERT INTO "audit" VALUES(12,'finish','4','a38524dfc93fd84161c26372f4189d8c52960b569c86bbd1b9751bb1e46ea60c','2026-11-25T05:57:06.719Z','cc9a444d726627b2c65317560ffccfbd4350f43458739a895ea45656a7094b49','a3f509f6bd1060958399360cebe5d0cfe33361acfbfd61c5854ed2ba220311d0');
CREATE TABLE blob (
    sha256 TEXT NOT NULL, size INTEGER NOT NULL, content BLOB NOT NULL,
    CONSTRAINT pk_blob PRIMARY KEY (sha256)
);
INSERT INTO "blob" VALUES('0a1cc26c867166ec139328350c4ca641966acc62eeed0b41e609c39acb26f002',258,X'28B52FFD6002009D0500C20D271D70B76903D088C2E66533927DBB649B87C57102DA95E05ED3C5557F7F47A7F3CA167EB8393D73D8862A6EBD65598103541DC31D500EF941379DAD7917FCE89E6F0FC736C439F1A83A8874F85E7D4AD9BCF36D8CA5E4D009E810B21F9E70D4904C76FCB08FAE53A1A979CC4B703604318E6E710755C770180657C33E27363B61C98FD9E59C6F36E12D3C00A5F1DBAE465527A7E27665CFC98B646A040600381A0F4D26A0A41706D15A40081DDB768E01');
INSERT INTO "blob" VALUES('db4a0ab5b0044c5718fec9f093b1b860c2dc52ed890cb193c982315eafd8d6c6',17,X'28B52FFD201189000048652073616964206974207261696E732E');
CREATE TABLE block (
    reading TEXT NOT NULL, position INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    role TEXT NOT NULL, copy_of INTEGER,
    CONSTRAINT pk_block PRIMARY KEY (reading, position),
    CONSTRAINT fk_block_reading_reading FOREIGN KEY (reading) REFERENCES reading (key)
);
INSERT INTO "block" VALUES('ecbe61f1aa7e30de6fa1eea56677089ed1c89607a90f88b61e5335d66e318c7b',0,0,21,'title',NULL);
INSERT INTO "block" VALUES('ecbe61f1aa7e30de6fa1eea56677089ed1c89607a90f88b61e5335d66e318c7b',1,21,74,'lead',NULL);
INSERT INTO "block" VALUES('ecbe61f1aa7e30de6fa1eea56677089ed1c89607a90f88b61e5335d66e318c7b',2,74,178,'body',NULL);
INSERT INTO "block" VALUES('ecbe61f1aa7e30de6fa1eea56677089ed1c89607a90f88b61e5335d66e318c7b',3,178,223,'body',NULL);
INSERT INTO "block" VALUES('ecbe61f1aa7e30de6fa1eea56677089ed1c89607a90f88b61e5335d66e318c7b',4,223,235,'furniture',NULL);
INSERT INTO "block" VALUES('ecbe61f1aa7e30de6fa1eea56677089ed1c89607a90f88b61e5335d66e318c7b',5,235,258,'teaser',NULL);
INSERT INTO "block" VALUES('764bdb51a2cdd4a25de2a51cd87410160e8b87bd4f9694025de27d078e2d5b06',0,0,17,'body',NULL);
CREATE TABLE entry (
    key TEXT NOT NULL, kind TEXT NOT NULL, page_text TEXT NOT NULL, run INTEGER NOT NULL,
    recorded_at TEXT NOT NULL,
    CONSTRAINT pk_entry PRIMARY KEY (key),
    CONSTRAINT fk_entry_page_text_page_text FOREIGN KEY (page_text) REFERENCES page_text (sha256),
    CONSTRAINT fk_entry_run_run FOREIGN KEY (run) REFERENCES run (id)
);
INSERT INTO "entry" VALUES('yj91dk2j76hz6c70zsbz','actor_link','0a1cc26c867166ec139328350c4ca641966acc62eeed0b41e609c39acb26f002',1,'2026-11-25T05:57:06.656Z');
INSERT INTO "entry" VALUES('wnrqw6wt0sdxbmtr6m0g','actor_link','0a1cc26c867166ec139328350c4ca641966acc62eeed0b41e609c39acb26f002',1,'2026-11-25T05:57:06.656Z');
INSERT INTO "entry" VALUES('z7hm1p2cr2kqhvmbw75s','actor_link','0a1cc26c867166ec139328350c4ca641966acc62eeed0b41e609c39acb26f002',1,'2026-11-25T05:57:06.656Z');
INSERT INTO "entry" VALUES('bm6pj5eaf63hm6ppzfq6','actor_link','0a1cc26c867166ec139328350c4ca641966acc62eeed0b41e609c39acb26f002',1,'2026-11-25T05:57:06.656Z');
INSERT INTO "entry" VALUES('6ercd8hdd0qkp1mhgyqy','statement','0a1cc26c867166ec139328350c4ca641966acc62eeed0b41e609c39acb26f002',1,'2026-11-25T05:57:06.656Z');
INSERT INTO "entry" VALUES('z1p4c16y3n8v0ba6rydv','statement','0a1cc26c867166ec139328350c4ca641966acc62eeed0b41e609c39acb26f002',1,'2026-11-25T05:57:06.656Z');
INSERT INTO "entry" VALUES('m1a8dm5vgepezmfftapp','statement','0a1cc26c867166ec139328350c4ca641966acc62eeed0b41e609c39acb26f002',1,'2026-11-25T05:57:06.656Z');
INSERT INTO "entry" VALUES('6ar5pvwkzhbmnh127rwe','statement','0a1cc26c867166ec139328350c4ca641966acc62eeed0b41e609c39acb26f002',1,'2026-11-25T05:57:06.656Z');
INSERT INTO "entry" VALUES('b68c1k7fpr2374y7f0wp','statement','db4a0ab5b0044c5718fec9f093b1b860c2dc52ed890cb193c982315eafd8d6c6',2,'2026-11-25T05:57:06.705Z');
CREATE TABLE entry_state (
    entry TEXT NOT NULL, state TEXT NOT NULL, proposal TEXT NOT NULL, actor TEXT, run INTEGER NOT NULL,
    CONSTRAINT pk_entry_state PRIMARY KEY (entry),
    CONSTRAINT fk_entry_state_entry_entry FOREIGN KEY (entry) REFERENCES entry (key),
    CONSTRAINT fk_entry_state_proposal_proposal FOREIGN KEY (proposal) REFERENCES proposal (key),
    CONSTRAINT fk_entry_state_actor_actor FOREIGN KEY (actor) REFERENCES actor (key),
    CONSTRAINT fk_entry_state_run_run FOREIGN KEY (run) REFERENCES run (id)
);
INSERT INTO "entry_state" VALUES('yj91dk2j76hz6c70zsbz','proposed','gfkv01zkrhjkd4kfcqn1','t7v0jhsqjx5gdkdy5z8x',1);
INSERT INTO "entry_state" VALUES('wnrqw6wt0sdxbmtr6m0g','proposed','ajddrarcyrdjsq2d479w','d5a5c0m8g957cbv2gpyj',1);
INSERT INTO "entry_state" VALUES('z7hm1p2cr2kqhvmbw75s','proposed','7ayved6e5tpby6mk0h7v','sqfw9pph0pnfx7118q48',1);
INSERT INTO "entry_state" VALUES('bm6pj5eaf63hm6ppzfq6','proposed','hx9j6y5htas4m4e3sjby',NULL,1);
INSERT INTO "entry_state" VALUES('6ercd8hdd0qkp1mhgyqy','proposed','qm6eteqmyxvrkcjtgntm',NULL,1);
INSERT INTO "entry_state" VALUES('z1p4c16y3n8v0ba6rydv','proposed','39t06bmba22156y1mcgr',NULL,1);
INSERT INTO "entry_state" VALUES('m1a8dm5vgepezmfftapp','proposed','nagnv4e7mebqv151perj',NULL,1);
INSERT INTO "entry_state" VALUES('6ar5pvwkzhbmnh127rwe','proposed','vq41frjh819rf8949w8z',NULL,1);
INSERT INTO "entry_state" VALUES('b68c1k7fpr2374y7f0wp','withdrawn','e7qpcgxyp4vmyaat173h',NULL,3);
CREATE TABLE evidence (
    proposal TEXT NOT NULL, position INTEGER NOT NULL, role TEXT NOT NULL, start INTEGER NOT NULL,
    "end" INTEGER NOT NULL, exact TEXT NOT NULL, prefix TEXT NOT NULL, suffix TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    CONSTRAINT pk_evidence PRIMARY KEY (proposal, position),
    CONSTRAINT fk_evidence_proposal_proposal FOREIGN KEY (proposal) REFERENCES proposal (key)
);
INSERT INTO "evidence" VALUES('gfkv01zkrhjkd4kfcqn1',0,'mention',21,31,'An analyst','Analysis of a visit

',' said: Moscow is more cautious t','5acdb32dbf1d893f6677ac1dc62bfc602e251e36f3c0d627855d37d09502014a');
INSERT INTO "evidence" VALUES('gfkv01zkrhjkd4kfcqn1',1,'mention',74,94,'Seyed Abbas Hosseini','ow is more cautious than NATO.

',' said: Moscow invited the Taliba','53e2150bf96df5b9c6340d51fddb75c7020a8b99bf5ab601e24e1ad5195bea2a');
INSERT INTO "evidence" VALUES('gfkv01zkrhjkd4kfcqn1',2,'mention',135,137,'he','scow invited the Taliban. NATO, ',' added, declared that it will no','372f7e2fd2d01ce2a1d71dc072acbba4c6fd25a1087cd7f153f4ec0ce37e1ede');
INSERT INTO "evidence" VALUES('ajddrarcyrdjsq2d479w',0,'mention',38,44,'Moscow','is of a visit

An analyst said: ',' is more cautious than NATO.

Se','4661bd5b4b1a3ded4bdeaeaf6d470b60a59209b5913e7532341bc8beb4216790');
INSERT INTO "evidence" VALUES('7ayved6e5tpby6mk0h7v',0,'mention',129,133,'NATO','id: Moscow invited the Taliban. ',', he added, declared that it wil','ace0fc1bd762a6704377a86c2df9b7963290d35b87c944f8a92445a314bbb789');
INSERT INTO "evidence" VALUES('hx9j6y5htas4m4e3sjby',0,'mention',216,220,'Doha','ath goes on. It was long before ','.

0 Comments

Other news. More ','ea5448a55441b4e5209d216c0e5881b15fb32db91d939fb6bcf89ca88493eb3a');
INSERT INTO "evidence" VALUES('qm6eteqmyxvrkcjtgntm',0,'source',21,31,'An analyst','Analysis of a visit

',' said: Moscow is more cautious t','5acdb32dbf1d893f6677ac1dc62bfc602e251e36f3c0d627855d37d09502014a');
INSERT INTO "evidence" VALUES('qm6eteqmyxvrkcjtgntm',1,'cue',32,36,'said','Analysis of a visit

An analyst ',': Moscow is more cautious than N','fb46c79b7eb7af175f493755b491afa9b25574a9230b8822c629f224a2df4e58');
INSERT INTO "evidence" VALUES('qm6eteqmyxvrkcjtgntm',2,'content',38,71,'Moscow is more cautious than NATO','is of a visit

An analyst said: ','.

Seyed Abbas Hosseini said: Mo','320b0e03af3d891cbcc3908675e993f71dcbb917f21410e53ad08aaf6cd78b07');
INSERT INTO "evidence" VALUES('qm6eteqmyxvrkcjtgntm',3,'sentence',21,72,'An analyst said: Moscow is more cautious than NATO.','Analysis of a visit

','

Seyed Abbas Hosseini said: Mos','9c3d5d6e024cd02a45d652f5559cc835663505df3969f01d149e0eb9f66beded');
INSERT INTO "evidence" VALUES('39t06bmba22156y1mcgr',0,'source',74,94,'Seyed Abbas Hosseini','ow is more cautious than NATO.

',' said: Moscow invited the Taliba','53e2150bf96df5b9c6340d51fddb75c7020a8b99bf5ab601e24e1ad5195bea2a');
INSERT INTO "evidence" VALUES('39t06bmba22156y1mcgr',1,'cue',86,99,'Hosseini said','autious than NATO.

Seyed Abbas ',': Moscow invited the Taliban. NA','e7f00d1975f1b75ac8130723a37dce6222dc50be09408b2ce9e34bbb89bb5224');
INSERT INTO "evidence" VALUES('39t06bmba22156y1mcgr',2,'content',101,176,'Moscow invited the Taliban. NATO, he added, declared that it will not help.','TO.

Seyed Abbas Hosseini said: ','

This path goes on. It was long','1f5612bca5ab6a5dd5ac641a3955b204c63357389d496a057eadcf14dfd232e1');
INSERT INTO "evidence" VALUES('39t06bmba22156y1mcgr',3,'content',178,196,'This path goes on.','eclared that it will not help.

',' It was long before Doha.

0 Com','5f97cdb6f6fe3b08a48d34febd68b14b902f064088b1b5b31c7db352c17eaaae');
INSERT INTO "evidence" VALUES('39t06bmba22156y1mcgr',4,'sentence',74,128,'Seyed Abbas Hosseini said: Moscow invited the Taliban.','ow is more cautious than NATO.

',' NATO, he added, declared that i','53f517b92ec6c4629b8247592843ec3f0fcb0c7ab9a303ab2e8d2f4a9d3604ef');
INSERT INTO "evidence" VALUES('nagnv4e7mebqv151perj',0,'source',129,137,'NATO, he','id: Moscow invited the Taliban. ',' added, declared that it will no','cb4525dd574a1020bed7ea4e0ef2647cfe8102c79b236a7f00843a75a9693835');
INSERT INTO "evidence" VALUES('nagnv4e7mebqv151perj',1,'cue',145,153,'declared','ed the Taliban. NATO, he added, ',' that it will not help.

This pa','f833228cb8681bbf3e38af9de7a212dfc542b3e3ba1312ec8a45bb2b67605dc7');
INSERT INTO "evidence" VALUES('nagnv4e7mebqv151perj',2,'content',159,175,'it will not help','. NATO, he added, declared that ','.

This path goes on. It was lon','2dead56d0cd69132654b7ac7e96746cdb251ba8032b6959ab6080525295aa848');
INSERT INTO "evidence" VALUES('nagnv4e7mebqv151perj',3,'sentence',129,176,'NATO, he added, declared that it will not help.','id: Moscow invited the Taliban. ','

This path goes on. It was long','a3c1b67619e8362278fab91eb5cbc376f3c92bb0b9a2f287a8fbf2c89aa2a32e');
INSERT INTO "evidence" VALUES('vq41frjh819rf8949w8z',0,'content',197,221,'It was long before Doha.','l not help.

This path goes on. ','

0 Comments

Other news. More o','6596f12361d86cbd07ad31447cbccd886f430f4032d1c2d1afbe81d85f643124');
INSERT INTO "evidence" VALUES('vq41frjh819rf8949w8z',1,'sentence',197,221,'It was long before Doha.','l not help.

This path goes on. ','

0 Comments

Other news. More o','6596f12361d86cbd07ad31447cbccd886f430f4032d1c2d1afbe81d85f643124');
INSERT INTO "evidence" VALUES('e7qpcgxyp4vmyaat173h',0,'source',0,2,'He','',' said it rains.','30efdfb52ff67f80dab7cb89dcfe0eec8412966cfe58324993674b4616d6bd11');
INSERT INTO "evidence" VALUES('e7qpcgxyp4vmyaat173h',1,'cue',3,7,'said','He ',' it rains.','fb46c79b7eb7af175f493755b491afa9b25574a9230b8822c629f224a2df4e58');
INSERT INTO "evidence" VALUES('e7qpcgxyp4vmyaat173h',2,'content',8,16,'it rains','He said ','.','5f4f8ae97f8bcb5deafec76430eef209457b0fe3d3105a2763559381b7bace12');
INSERT INTO "evidence" VALUES('e7qpcgxyp4vmyaat173h',3,'sentence',0,17,'He said it rains.','','','db4a0ab5b0044c5718fec9f093b1b860c2dc52ed890cb193c982315eafd8d6c6');
CREATE TABLE fetch (
    key TEXT NOT NULL, name TEXT NOT NULL, location TEXT NOT NULL, url TEXT, media_type TEXT NOT NULL,
    fetched_at TEXT NOT NULL, blob TEXT NOT NULL,
    CONSTRAINT pk_fetch PRIMARY KEY (key),
    CONSTRAINT fk_fetch_blob_blob FOREIGN KEY (blob) REFERENCES blob (sha256)
);
INSERT INTO "fetch" VALUES('6r06acmg41bcx5a6xz98','visit','pages/visit.txt','https://example.org/visit','text/plain','2026-11-24T10:00:01Z','0a1cc26c867166ec139328350c4ca641966acc62eeed0b41e609c39acb26f002');
INSERT INTO "fetch" VALUES('nx3qt2tnyx98g53v9k9y','one','pages/one.txt','https://example.org/visit','text/plain','2026-11-24T10:00:01Z','db4a0ab5b0044c5718fec9f093b1b860c2dc52ed890cb193c982315eafd8d6c6');
CREATE TABLE page_text (
    sha256 TEXT NOT NULL, key TEXT NOT NULL, characters INTEGER NOT NULL, text TEXT NOT NULL,
    CONSTRAINT pk_page_text PRIMARY KEY (sha256), CONSTRAINT uq_page_text_key UNIQUE (key)
);
INSERT INTO "page_text" VALUES('0a1cc26c867166ec139328350c4ca641966acc62eeed0b41e609c39acb26f002','twj8zsmv1bgh24cxrp30',258,'Analysis of a visit

An analyst said: Moscow is more cautious than NATO.

Seyed Abbas Hosseini said: Moscow invited the Taliban. NATO, he added, declared that it will not help.

This path goes on. It was long before Doha.

0 Comments

Other news. More of it.');
INSERT INTO "page_text" VALUES('db4a0ab5b0044c5718fec9f093b1b860c2dc52ed890cb193c982315eafd8d6c6','pgtnmgq2xat1n7vt7yay',17,'He said it rains.');
CREATE TABLE piece (
    reading TEXT NOT NULL, position INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    page_start INTEGER NOT NULL,
    CONSTRAINT pk_piece PRIMARY KEY (reading, position),
    CONSTRAINT fk_piece_reading_reading FOREIGN KEY (reading) REFERENCES reading (key)
);
INSERT INTO "piece" VALUES('ecbe61f1aa7e30de6fa1eea56677089ed1c89607a90f88b61e5335d66e318c7b',0,0,51,21);
INSERT INTO "piece" VALUES('ecbe61f1aa7e30de6fa1eea56677089ed1c89607a90f88b61e5335d66e318c7b',1,53,155,74);
INSERT INTO "piece" VALUES('ecbe61f1aa7e30de6fa1eea56677089ed1c89607a90f88b61e5335d66e318c7b',2,157,200,178);
INSERT INTO "piece" VALUES('764bdb51a2cdd4a25de2a51cd87410160e8b87bd4f9694025de27d078e2d5b06',0,0,17,0);
CREATE TABLE proposal (
    key TEXT NOT NULL, entry TEXT NOT NULL, content_hash TEXT NOT NULL, payload TEXT NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, run INTEGER NOT NULL, recorded_at TEXT NOT NULL,
    CONSTRAINT pk_proposal PRIMARY KEY (key),
    CONSTRAINT uq_proposal_entry_content_hash UNIQUE (entry, content_hash),
    CONSTRAINT fk_proposal_entry_entry FOREIGN KEY (entry) REFERENCES entry (key),
    CONSTRAINT fk_proposal_run_run FOREIGN KEY (run) REFERENCES run (id)
);
INSERT INTO "proposal" VALUES('gfkv01zkrhjkd4kfcqn1','yj91dk2j76hz6c70zsbz','d5b830f72102cade8a3b5dfc47ec85a94d020c0849386fda2b7e381f5509db8e','{"actor":{"country":null,"kind":"person","known_as":null,"name":"Seyed Abbas Hosseini","role":"analyst","sector":null},"kind":"actor_link","mentions":[{"form":"nominal","kind":"person","spans":[[21,31]]},{"form":"name","kind":"person","spans":[[74,94]]},{"form":"pronoun","kind":"person","spans":[[135,137]]}]}',21,137,1,'2026-11-25T05:57:06.656Z');
INSERT INTO "proposal" VALUES('ajddrarcyrdjsq2d479w','wnrqw6wt0sdxbmtr6m0g','a09f2880cc718735ae3f81f68be042cf84bf0c1b9aed0ca673fac5b981399a99','{"actor":{"country":"RUS","kind":"state","known_as":"RUS","name":"Moscow","role":null,"sector":null},"kind":"actor_link","mentions":[{"form":"name","kind":"place","spans":[[38,44]]}]}',38,44,1,'2026-11-25T05:57:06.656Z');
INSERT INTO "proposal" VALUES('7ayved6e5tpby6mk0h7v','z7hm1p2cr2kqhvmbw75s','5f99af2109929f4f5781ad77379876c3f34cabe7d000d9af2515b73be2bb5bca','{"actor":{"country":null,"kind":"organization","known_as":null,"name":"NATO","role":null,"sector":"IGO"},"kind":"actor_link","mentions":[{"form":"name","kind":"organization","spans":[[129,133]]}]}',129,133,1,'2026-11-25T05:57:06.656Z');
INSERT INTO "proposal" VALUES('hx9j6y5htas4m4e3sjby','bm6pj5eaf63hm6ppzfq6','7be5b9a402f6468aa7c6e4966b3da03753caf77c14db33bfb8b5445fdd4fa80d','{"actor":null,"kind":"actor_link","mentions":[{"form":"name","kind":"place","spans":[[216,220]]}]}',216,220,1,'2026-11-25T05:57:06.656Z');
INSERT INTO "proposal" VALUES('qm6eteqmyxvrkcjtgntm','6ercd8hdd0qkp1mhgyqy','cb662399628ae8c7ebff0b2ddc0228442604baad9f7553dff0e3e2c27c35b672','{"about":["Moscow","NATO"],"asserted":true,"certainty":"certain","content":[[[38,71]]],"continues":null,"cue":[[[32,36]]],"form":"indirect","kind":"statement","mention":false,"parent":null,"polarity":"affirmed","said":null,"same_as":null,"source":[[[21,31]]],"speakers":["Seyed Abbas Hosseini"]}',21,71,1,'2026-11-25T05:57:06.656Z');
INSERT INTO "proposal" VALUES('39t06bmba22156y1mcgr','z1p4c16y3n8v0ba6rydv','6c5e49d9efc4eb39d271506023614f557a13bfbbf224e94455b23a18e87b3dc4','{"about":[],"asserted":true,"certainty":"certain","content":[[[101,176],[178,196]]],"continues":null,"cue":[[[86,99]]],"form":"indirect","kind":"statement","mention":false,"parent":null,"polarity":"affirmed","said":null,"same_as":[38,71],"source":[[[74,94]]],"speakers":["Seyed Abbas Hosseini"]}',74,196,1,'2026-11-25T05:57:06.656Z');
INSERT INTO "proposal" VALUES('nagnv4e7mebqv151perj','m1a8dm5vgepezmfftapp','43bb8561d67f857c33eb234193273b01175f0f5f664c92d77196a862f0ebb875','{"about":[],"asserted":true,"certainty":"certain","content":[[[159,175]]],"continues":null,"cue":[[[145,153]]],"form":"indirect","kind":"statement","mention":false,"parent":[101,196],"polarity":"affirmed","said":null,"same_as":null,"source":[[[129,137]]],"speakers":["NATO"]}',129,175,1,'2026-11-25T05:57:06.656Z');
INSERT INTO "proposal" VALUES('vq41frjh819rf8949w8z','6ar5pvwkzhbmnh127rwe','7c75f0ba6082b09f4aae06b9a4932a7dd5e22dfb956cf413f119032e264cab6a','{"about":[],"asserted":true,"certainty":"certain","content":[[[197,221]]],"continues":[101,196],"cue":[],"form":"indirect","kind":"statement","mention":false,"parent":null,"polarity":"affirmed","said":null,"same_as":null,"source":[],"speakers":[]}',197,221,1,'2026-11-25T05:57:06.656Z');
INSERT INTO "proposal" VALUES('e7qpcgxyp4vmyaat173h','b68c1k7fpr2374y7f0wp','d81cf56f2639cb18a1dd2932819f48d5b6798a972698d15b541d193677bd5c4b','{"about":[],"asserted":true,"certainty":"certain","content":[[[8,16]]],"continues":null,"cue":[[[3,7]]],"form":"indirect","kind":"statement","mention":false,"parent":null,"polarity":"affirmed","said":null,"same_as":null,"source":[[[0,2]]],"speakers":[]}',0,16,2,'2026-11-25T05:57:06.705Z');
CREATE TABLE proposal_link (
    proposal TEXT NOT NULL, role TEXT NOT NULL, position INTEGER NOT NULL, entry TEXT NOT NULL,
    CONSTRAINT pk_proposal_link PRIMARY KEY (proposal, role, position),
    CONSTRAINT fk_proposal_link_proposal_proposal FOREIGN KEY (proposal) REFERENCES proposal (key),
    CONSTRAINT fk_proposal_link_entry_entry FOREIGN KEY (entry) REFERENCES entry (key)
);
INSERT INTO "proposal_link" VALUES('qm6eteqmyxvrkcjtgntm','about',0,'wnrqw6wt0sdxbmtr6m0g');
INSERT INTO "proposal_link" VALUES('qm6eteqmyxvrkcjtgntm','about',1,'z7hm1p2cr2kqhvmbw75s');
INSERT INTO "proposal_link" VALUES('qm6eteqmyxvrkcjtgntm','speaker',0,'yj91dk2j76hz6c70zsbz');
INSERT INTO "proposal_link" VALUES('39t06bmba22156y1mcgr','same_as',0,'6ercd8hdd0qkp1mhgyqy');
INSERT INTO "proposal_link" VALUES('39t06bmba22156y1mcgr','speaker',0,'yj91dk2j76hz6c70zsbz');
INSERT INTO "proposal_link" VALUES('nagnv4e7mebqv151perj','parent',0,'z1p4c16y3n8v0ba6rydv');
INSERT INTO "proposal_link" VALUES('nagnv4e7mebqv151perj','speaker',0,'z7hm1p2cr2kqhvmbw75s');
INSERT INTO "proposal_link" VALUES('vq41frjh819rf8949w8z','continues',0,'z1p4c16y3n8v0ba6rydv');
CREATE TABLE reading (
    key TEXT NOT NULL, page_text TEXT NOT NULL, extractor TEXT NOT NULL, title TEXT, date TEXT,
    sections TEXT NOT NULL, genre TEXT, publication TEXT, publication_folded TEXT, byline TEXT NOT NULL,
    language TEXT NOT NULL, comments INTEGER, url TEXT, text TEXT NOT NULL,
    CONSTRAINT pk_reading PRIMARY KEY (key),
    CONSTRAINT fk_reading_page_text_page_text FOREIGN KEY (page_text) REFERENCES page_text (sha256)
);
INSERT INTO "reading" VALUES('ecbe61f1aa7e30de6fa1eea56677089ed1c89607a90f88b61e5335d66e318c7b','0a1cc26c867166ec139328350c4ca641966acc62eeed0b41e609c39acb26f002','plain-1','Analysis of a visit','2023-09-09','["interview","political"]','interview','Strategic Council Online','strategic council online','[["A. Writer","editor"]]','en',0,'https://example.org/visit','An analyst said: Moscow is more cautious than NATO.

Seyed Abbas Hosseini said: Moscow invited the Taliban. NATO, he added, declared that it will not help.

This path goes on. It was long before Doha.');
INSERT INTO "reading" VALUES('764bdb51a2cdd4a25de2a51cd87410160e8b87bd4f9694025de27d078e2d5b06','db4a0ab5b0044c5718fec9f093b1b860c2dc52ed890cb193c982315eafd8d6c6','plain-1',NULL,NULL,'[]',NULL,NULL,NULL,'[]','en',NULL,NULL,'He said it rains.');
CREATE TABLE refusal (
    key TEXT NOT NULL, location TEXT NOT NULL, what TEXT NOT NULL, cure TEXT NOT NULL, sha256 TEXT,
    CONSTRAINT pk_refusal PRIMARY KEY (key)
);
INSERT INTO "refusal" VALUES('9ykhs9vmbpd478g6d2s8','x','w','c',NULL);
CREATE TABLE rendition (
    key TEXT NOT NULL, blob TEXT NOT NULL, extractor TEXT NOT NULL, page_text TEXT NOT NULL,
    CONSTRAINT pk_rendition PRIMARY KEY (key),
    CONSTRAINT fk_rendition_blob_blob FOREIGN KEY (blob) REFERENCES blob (sha256),
    CONSTRAINT fk_rendition_page_text_page_text FOREIGN KEY (page_text) REFERENCES page_text (sha256)
);
INSERT INTO "rendition" VALUES('hm001m2v8fvfmydcqypm','0a1cc26c867166ec139328350c4ca641966acc62eeed0b41e609c39acb26f002','plain-1','0a1cc26c867166ec139328350c4ca641966acc62eeed0b41e609c39acb26f002');
INSERT INTO "rendition" VALUES('0ynxf8nbz5sd7dapcpjk','db4a0ab5b0044c5718fec9f093b1b860c2dc52ed890cb193c982315eafd8d6c6','plain-1','db4a0ab5b0044c5718fec9f093b1b860c2dc52ed890cb193c982315eafd8d6c6');
CREATE TABLE run (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, code TEXT NOT NULL, weights TEXT NOT NULL, parameters TEXT NOT NULL,
    started_at TEXT NOT NULL, finished_at TEXT, articles INTEGER NOT NULL, statements INTEGER NOT NULL,
    refusals INTEGER NOT NULL
);
INSERT INTO "run" VALUES(1,'0.1.0','wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww','{"batch":1}','2026-11-24T10:00:00Z','2026-11-25T05:57:06.697Z',1,4,0);
INSERT INTO "run" VALUES(2,'0.1.0','wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww','{"batch":1}','2026-11-24T10:00:00Z','2026-11-25T05:57:06.708Z',1,1,0);
INSERT INTO "run" VALUES(3,'0.1.0','wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww','{"batch":1}','2026-11-24T10:00:00Z','2026-11-25T05:57:06.716Z',1,0,0);
INSERT INTO "run" VALUES(4,'0.1.0','wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww','{"batch":1}','2026-11-24T10:00:00Z','2026-11-25T05:57:06.719Z',0,0,1);
CREATE TABLE run_proposal (
    run_reading INTEGER NOT NULL, proposal TEXT NOT NULL, position INTEGER NOT NULL,
    local TEXT NOT NULL, confidence DOUBLE, speaker_confidence DOUBLE, reason TEXT,
    CONSTRAINT pk_run_proposal PRIMARY KEY (run_reading, proposal),
    CONSTRAINT fk_run_proposal_run_reading_run_reading FOREIGN KEY (run_reading) REFERENCES run_reading (id),
    CONSTRAINT fk_run_proposal_proposal_proposal FOREIGN KEY (proposal) REFERENCES proposal (key)
);
INSERT INTO "run_proposal" VALUES(1,'gfkv01zkrhjkd4kfcqn1',0,'[["a1","m1","m3","m5"]]',NULL,NULL,'Introduced by name.');
INSERT INTO "run_proposal" VALUES(1,'ajddrarcyrdjsq2d479w',1,'[["a2","m2"]]',NULL,NULL,NULL);
INSERT INTO "run_proposal" VALUES(1,'7ayved6e5tpby6mk0h7v',2,'[["a3","m4"]]',NULL,NULL,NULL);
INSERT INTO "run_proposal" VALUES(1,'hx9j6y5htas4m4e3sjby',3,'[[null,"m6"]]',NULL,NULL,NULL);
INSERT INTO "run_proposal" VALUES(1,'qm6eteqmyxvrkcjtgntm',4,'[["s1"]]',0.5,0.75,'The name stands beside the cue.');
INSERT INTO "run_proposal" VALUES(1,'39t06bmba22156y1mcgr',5,'[["s2"]]',0.5,0.75,'The name stands beside the cue.');
INSERT INTO "run_proposal" VALUES(1,'nagnv4e7mebqv151perj',6,'[["s3"]]',0.5,0.75,'The name stands beside the cue.');
INSERT INTO "run_proposal" VALUES(1,'vq41frjh819rf8949w8z',7,'[["s4"]]',0.5,NULL,'The name stands beside the cue.');
INSERT INTO "run_proposal" VALUES(2,'e7qpcgxyp4vmyaat173h',0,'[["s1"]]',0.5,0.75,'The name stands beside the cue.');
CREATE TABLE run_reading (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, run INTEGER NOT NULL, page_text TEXT NOT NULL, reading TEXT NOT NULL,
    fetch TEXT NOT NULL, fetched_at TEXT NOT NULL,
    CONSTRAINT fk_run_reading_run_run FOREIGN KEY (run) REFERENCES run (id),
    CONSTRAINT fk_run_reading_page_text_page_text FOREIGN KEY (page_text) REFERENCES page_text (sha256),
    CONSTRAINT fk_run_reading_reading_reading FOREIGN KEY (reading) REFERENCES reading (key),
    CONSTRAINT fk_run_reading_fetch_fetch FOREIGN KEY (fetch) REFERENCES fetch (key)
);
INSERT INTO "run_reading" VALUES(1,1,'0a1cc26c867166ec139328350c4ca641966acc62eeed0b41e609c39acb26f002','ecbe61f1aa7e30de6fa1eea56677089ed1c89607a90f88b61e5335d66e318c7b','6r06acmg41bcx5a6xz98','2026-11-24T10:00:01Z');
INSERT INTO "run_reading" VALUES(2,2,'db4a0ab5b0044c5718fec9f093b1b860c2dc52ed890cb193c982315eafd8d6c6','764bdb51a2cdd4a25de2a51cd87410160e8b87bd4f9694025de27d078e2d5b06','nx3qt2tnyx98g53v9k9y','2026-11-24T10:00:01Z');
INSERT INTO "run_reading" VALUES(3,3,'db4a0ab5b0044c5718fec9f093b1b860c2dc52ed890cb193c982315eafd8d6c6','764bdb51a2cdd4a25de2a51cd87410160e8b87bd4f9694025de27d078e2d5b06','nx3qt2tnyx98g53v9k9y','2026-11-24T10:00:01Z');
CREATE TABLE run_refusal (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, run INTEGER NOT NULL, refusal TEXT NOT NULL, refused_at TEXT NOT NULL,
    CONSTRAINT fk_run_refusal_run_run FOREIGN KEY (run) REFERENCES run (id),
    CONSTRAINT fk_run_refusal_refusal_refusal FOREIGN KEY (refusal) REFERENCES refusal (key)
);
INSERT INTO "run_refusal" VALUES(1,4,'9ykhs9vmbpd478g6d2s8','2026-11-24T10:00:00Z');
CREATE TABLE search_entry (
    passage INTEGER NOT NULL, entry TEXT NOT NULL,
    CONSTRAINT pk_search_entry PRIMARY KEY (passage, entry),
    CONSTRAINT fk_search_entry_passage_search_row FOREIGN KEY (passage) REFERENCES search_row (id),
    CONSTRAINT fk_search_entry_entry_entry FOREIGN KEY (entry) REFERENCES entry (key)
);
INSERT INTO "search_entry" VALUES(1,'6ercd8hdd0qkp1mhgyqy');
INSERT INTO "search_entry" VALUES(2,'z1p4c16y3n8v0ba6rydv');
INSERT INTO "search_entry" VALUES(3,'z1p4c16y3n8v0ba6rydv');
INSERT INTO "search_entry" VALUES(3,'m1a8dm5vgepezmfftapp');
INSERT INTO "search_entry" VALUES(4,'z1p4c16y3n8v0ba6rydv');
INSERT INTO "search_entry" VALUES(5,'6ar5pvwkzhbmnh127rwe');
INSERT INTO "search_entry" VALUES(6,'z1p4c16y3n8v0ba6rydv');
CREATE TABLE search_row (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, page_text TEXT NOT NULL, entry TEXT, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    CONSTRAINT fk_search_row_page_text_page_text FOREIGN KEY (page_text) REFERENCES page_text (sha256),
    CONSTRAINT fk_search_row_entry_entry FOREIGN KEY (entry) REFERENCES entry (key)
);
INSERT INTO "search_row" VALUES(1,'0a1cc26c867166ec139328350c4ca641966acc62eeed0b41e609c39acb26f002',NULL,0,51);
INSERT INTO "search_row" VALUES(2,'0a1cc26c867166ec139328350c4ca641966acc62eeed0b41e609c39acb26f002',NULL,53,107);
INSERT INTO "search_row" VALUES(3,'0a1cc26c867166ec139328350c4ca641966acc62eeed0b41e609c39acb26f002',NULL,108,155);
INSERT INTO "search_row" VALUES(4,'0a1cc26c867166ec139328350c4ca641966acc62eeed0b41e609c39acb26f002',NULL,157,175);
INSERT INTO "search_row" VALUES(5,'0a1cc26c867166ec139328350c4ca641966acc62eeed0b41e609c39acb26f002',NULL,176,200);
INSERT INTO "search_row" VALUES(6,'0a1cc26c867166ec139328350c4ca641966acc62eeed0b41e609c39acb26f002','z1p4c16y3n8v0ba6rydv',80,175);
INSERT INTO "search_row" VALUES(8,'db4a0ab5b0044c5718fec9f093b1b860c2dc52ed890cb193c982315eafd8d6c6',NULL,0,17);
CREATE TABLE sentence (
    reading TEXT NOT NULL, position INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    paragraph INTEGER NOT NULL,
    CONSTRAINT pk_sentence PRIMARY KEY (reading, position),
    CONSTRAINT fk_sentence_reading_reading FOREIGN KEY (reading) REFERENCES reading (key)
);
INSERT INTO "sentence" VALUES('ecbe61f1aa7e30de6fa1eea56677089ed1c89607a90f88b61e5335d66e318c7b',0,0,51,0);
INSERT INTO "sentence" VALUES('ecbe61f1aa7e30de6fa1eea56677089ed1c89607a90f88b61e5335d66e318c7b',1,53,107,1);
INSERT INTO "sentence" VALUES('ecbe61f1aa7e30de6fa1eea56677089ed1c89607a90f88b61e5335d66e318c7b',2,108,155,1);
INSERT INTO "sentence" VALUES('ecbe61f1aa7e30de6fa1eea56677089ed1c89607a90f88b61e5335d66e318c7b',3,157,175,2);
INSERT INTO "sentence" VALUES('ecbe61f1aa7e30de6fa1eea56677089ed1c89607a90f88b61e5335d66e318c7b',4,176,200,2);
INSERT INTO "sentence" VALUES('764bdb51a2cdd4a25de2a51cd87410160e8b87bd4f9694025de27d078e2d5b06',0,0,17,0);
CREATE TABLE teaser (
    reading TEXT NOT NULL, position INTEGER NOT NULL, title TEXT NOT NULL, lead TEXT, genre TEXT,
    publication TEXT, byline TEXT, byline_role TEXT, spans TEXT NOT NULL,
    CONSTRAINT pk_teaser PRIMARY KEY (reading, position),
    CONSTRAINT fk_teaser_reading_reading FOREIGN KEY (reading) REFERENCES reading (key)
);
INSERT INTO "teaser" VALUES('ecbe61f1aa7e30de6fa1eea56677089ed1c89607a90f88b61e5335d66e318c7b',0,'Other news','More of it.',NULL,NULL,'B. Writer',NULL,'[[3,8]]');
INSERT INTO "teaser" VALUES('ecbe61f1aa7e30de6fa1eea56677089ed1c89607a90f88b61e5335d66e318c7b',1,'Third',NULL,'note','Elsewhere',NULL,NULL,'[]');
CREATE INDEX ix_audit_kind_subject ON audit (kind, subject);
CREATE INDEX ix_actor_name_folded ON actor_name (folded);
CREATE INDEX ix_entry_page_text ON entry (page_text);
CREATE INDEX ix_fetch_name ON fetch (name);
CREATE INDEX ix_reading_date ON reading (date);
CREATE INDEX ix_reading_publication_folded ON reading (publication_folded);
CREATE INDEX ix_run_refusal_refusal ON run_refusal (refusal);
CREATE INDEX ix_run_reading_page_text ON run_reading (page_text);
CREATE INDEX ix_search_row_page_text ON search_row (page_text);
CREATE INDEX ix_entry_state_actor ON entry_state (actor);
CREATE INDEX ix_proposal_link_entry ON proposal_link (entry);
CREATE INDEX ix_run_proposal_proposal ON run_proposal (proposal);
CREATE INDEX ix_search_entry_entry ON search_entry (entry);
CREATE TRIGGER blob_never_updated BEFORE UPDATE ON blob
BEGIN SELECT RAISE(ABORT, 'blob rows are never changed'); END;
CREATE TRIGGER page_text_never_updated BEFORE UPDATE ON page_text
BEGIN SELECT RAISE(ABORT, 'page_text rows are never changed'); END;
CREATE TRIGGER proposal_never_updated BEFORE UPDATE ON proposal
BEGIN SELECT RAISE(ABORT, 'proposal rows are never changed'); END;
CREATE TRIGGER evidence_never_updated BEFORE UPDATE ON evidence
BEGIN SELECT RAISE(ABORT, 'evidence rows are never changed'); END;
CREATE TRIGGER entry_never_updated BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'entry rows are never changed'); END;
CREATE TRIGGER audit_never_updated BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'audit rows are never changed'); END;
CREATE TRIGGER audit_never_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'audit rows are never deleted'); END;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('run',4);
INSERT INTO "sqlite_sequence" VALUES('actor',3);
INSERT INTO "sqlite_sequence" VALUES('search_row',8);
INSERT INTO "sqlite_sequence" VALUES('run_reading',3);
INSERT INTO "sqlite_sequence" VALUES('run_refusal',1);
CREATE VIRTUAL TABLE search USING fts5(text, tokenize = "unicode61 remove_diacritics 2");
COMMIT;
